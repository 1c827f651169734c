<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<!-- SPDX-License-Identifier: MIT -->
<!-- Mines: colour and shape by main commodity (Okabe-Ito, each pair once), size by yearly production in tonnes.
     At the first zoom only mines with a known production and a few of the others carry a label, without collisions. -->
<qgis version="3.22.0" styleCategories="Symbology|Labeling|Rendering" labelsEnabled="1">
  <renderer-v2 type="categorizedSymbol" attr="CASE WHEN &quot;main&quot; IN ('U', 'Cu', 'Au', 'Pb', 'Zn', 'W', 'Cr', 'FeCr', 'Fe', 'Al', 'bauxite', 'Sb', 'Mo', 'REE', 'Ni', 'Sn', 'phosphate', 'potash') THEN &quot;main&quot; ELSE 'other' END" symbollevels="0" forceraster="0" enableorderby="0">
    <categories>
      <category render="true" value="U" symbol="0" label="Uranium (U)"/>
      <category render="true" value="Cu" symbol="1" label="Copper (Cu)"/>
      <category render="true" value="Au" symbol="2" label="Gold (Au)"/>
      <category render="true" value="Pb" symbol="3" label="Lead (Pb)"/>
      <category render="true" value="Zn" symbol="4" label="Zinc (Zn)"/>
      <category render="true" value="W" symbol="5" label="Tungsten (W)"/>
      <category render="true" value="Cr" symbol="6" label="Chromium (Cr)"/>
      <category render="true" value="FeCr" symbol="7" label="Ferrochrome (FeCr)"/>
      <category render="true" value="Fe" symbol="8" label="Iron (Fe)"/>
      <category render="true" value="Al" symbol="9" label="Aluminium (Al)"/>
      <category render="true" value="bauxite" symbol="10" label="Bauxite"/>
      <category render="true" value="Sb" symbol="11" label="Antimony (Sb)"/>
      <category render="true" value="Mo" symbol="12" label="Molybdenum (Mo)"/>
      <category render="true" value="REE" symbol="13" label="Rare earths (REE)"/>
      <category render="true" value="Ni" symbol="14" label="Nickel (Ni)"/>
      <category render="true" value="Sn" symbol="15" label="Tin (Sn)"/>
      <category render="true" value="phosphate" symbol="16" label="Phosphate"/>
      <category render="true" value="potash" symbol="17" label="Potash"/>
      <category render="true" value="other" symbol="18" label="Other commodity"/>
    </categories>
    <symbols>
      <symbol type="marker" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="triangle"/>
         <prop k="color" v="0,158,115,255"/>
         <prop k="outline_color" v="34,34,34,255"/>
         <prop k="outline_width" v="0.2"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="2.6"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
         <data_defined_properties>
          <Option type="Map">
           <Option name="name" type="QString" value=""/>
           <Option name="properties" type="Map">
            <Option name="size" type="Map">
             <Option name="active" type="bool" value="true"/>
             <Option name="expression" type="QString" value='CASE WHEN "production_t" IS NULL THEN 2.6 WHEN "production_t" &lt; 1000 THEN 3.4 WHEN "production_t" &lt; 100000 THEN 4.2 WHEN "production_t" &lt; 1000000 THEN 5.0 ELSE 6.0 END'/>
             <Option name="type" type="int" value="3"/>
            </Option>
           </Option>
           <Option name="type" type="QString" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="marker" name="1" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="circle"/>
         <prop k="color" v="213,94,0,255"/>
         <prop k="outline_color" v="34,34,34,255"/>
         <prop k="outline_width" v="0.2"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="2.6"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
         <data_defined_properties>
          <Option type="Map">
           <Option name="name" type="QString" value=""/>
           <Option name="properties" type="Map">
            <Option name="size" type="Map">
             <Option name="active" type="bool" value="true"/>
             <Option name="expression" type="QString" value='CASE WHEN "production_t" IS NULL THEN 2.6 WHEN "production_t" &lt; 1000 THEN 3.4 WHEN "production_t" &lt; 100000 THEN 4.2 WHEN "production_t" &lt; 1000000 THEN 5.0 ELSE 6.0 END'/>
             <Option name="type" type="int" value="3"/>
            </Option>
           </Option>
           <Option name="type" type="QString" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="marker" name="2" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="star"/>
         <prop k="color" v="230,159,0,255"/>
         <prop k="outline_color" v="34,34,34,255"/>
         <prop k="outline_width" v="0.2"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="2.6"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
         <data_defined_properties>
          <Option type="Map">
           <Option name="name" type="QString" value=""/>
           <Option name="properties" type="Map">
            <Option name="size" type="Map">
             <Option name="active" type="bool" value="true"/>
             <Option name="expression" type="QString" value='CASE WHEN "production_t" IS NULL THEN 2.6 WHEN "production_t" &lt; 1000 THEN 3.4 WHEN "production_t" &lt; 100000 THEN 4.2 WHEN "production_t" &lt; 1000000 THEN 5.0 ELSE 6.0 END'/>
             <Option name="type" type="int" value="3"/>
            </Option>
           </Option>
           <Option name="type" type="QString" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="marker" name="3" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="square"/>
         <prop k="color" v="0,114,178,255"/>
         <prop k="outline_color" v="34,34,34,255"/>
         <prop k="outline_width" v="0.2"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="2.6"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
         <data_defined_properties>
          <Option type="Map">
           <Option name="name" type="QString" value=""/>
           <Option name="properties" type="Map">
            <Option name="size" type="Map">
             <Option name="active" type="bool" value="true"/>
             <Option name="expression" type="QString" value='CASE WHEN "production_t" IS NULL THEN 2.6 WHEN "production_t" &lt; 1000 THEN 3.4 WHEN "production_t" &lt; 100000 THEN 4.2 WHEN "production_t" &lt; 1000000 THEN 5.0 ELSE 6.0 END'/>
             <Option name="type" type="int" value="3"/>
            </Option>
           </Option>
           <Option name="type" type="QString" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="marker" name="4" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="diamond"/>
         <prop k="color" v="86,180,233,255"/>
         <prop k="outline_color" v="34,34,34,255"/>
         <prop k="outline_width" v="0.2"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="2.6"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
         <data_defined_properties>
          <Option type="Map">
           <Option name="name" type="QString" value=""/>
           <Option name="properties" type="Map">
            <Option name="size" type="Map">
             <Option name="active" type="bool" value="true"/>
             <Option name="expression" type="QString" value='CASE WHEN "production_t" IS NULL THEN 2.6 WHEN "production_t" &lt; 1000 THEN 3.4 WHEN "production_t" &lt; 100000 THEN 4.2 WHEN "production_t" &lt; 1000000 THEN 5.0 ELSE 6.0 END'/>
             <Option name="type" type="int" value="3"/>
            </Option>
           </Option>
           <Option name="type" type="QString" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="marker" name="5" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="square"/>
         <prop k="color" v="0,0,0,255"/>
         <prop k="outline_color" v="34,34,34,255"/>
         <prop k="outline_width" v="0.2"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="2.6"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
         <data_defined_properties>
          <Option type="Map">
           <Option name="name" type="QString" value=""/>
           <Option name="properties" type="Map">
            <Option name="size" type="Map">
             <Option name="active" type="bool" value="true"/>
             <Option name="expression" type="QString" value='CASE WHEN "production_t" IS NULL THEN 2.6 WHEN "production_t" &lt; 1000 THEN 3.4 WHEN "production_t" &lt; 100000 THEN 4.2 WHEN "production_t" &lt; 1000000 THEN 5.0 ELSE 6.0 END'/>
             <Option name="type" type="int" value="3"/>
            </Option>
           </Option>
           <Option name="type" type="QString" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="marker" name="6" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="pentagon"/>
         <prop k="color" v="204,121,167,255"/>
         <prop k="outline_color" v="34,34,34,255"/>
         <prop k="outline_width" v="0.2"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="2.6"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
         <data_defined_properties>
          <Option type="Map">
           <Option name="name" type="QString" value=""/>
           <Option name="properties" type="Map">
            <Option name="size" type="Map">
             <Option name="active" type="bool" value="true"/>
             <Option name="expression" type="QString" value='CASE WHEN "production_t" IS NULL THEN 2.6 WHEN "production_t" &lt; 1000 THEN 3.4 WHEN "production_t" &lt; 100000 THEN 4.2 WHEN "production_t" &lt; 1000000 THEN 5.0 ELSE 6.0 END'/>
             <Option name="type" type="int" value="3"/>
            </Option>
           </Option>
           <Option name="type" type="QString" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="marker" name="7" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="pentagon"/>
         <prop k="color" v="143,74,116,255"/>
         <prop k="outline_color" v="34,34,34,255"/>
         <prop k="outline_width" v="0.2"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="2.6"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
         <data_defined_properties>
          <Option type="Map">
           <Option name="name" type="QString" value=""/>
           <Option name="properties" type="Map">
            <Option name="size" type="Map">
             <Option name="active" type="bool" value="true"/>
             <Option name="expression" type="QString" value='CASE WHEN "production_t" IS NULL THEN 2.6 WHEN "production_t" &lt; 1000 THEN 3.4 WHEN "production_t" &lt; 100000 THEN 4.2 WHEN "production_t" &lt; 1000000 THEN 5.0 ELSE 6.0 END'/>
             <Option name="type" type="int" value="3"/>
            </Option>
           </Option>
           <Option name="type" type="QString" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="marker" name="8" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="hexagon"/>
         <prop k="color" v="122,62,0,255"/>
         <prop k="outline_color" v="34,34,34,255"/>
         <prop k="outline_width" v="0.2"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="2.6"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
         <data_defined_properties>
          <Option type="Map">
           <Option name="name" type="QString" value=""/>
           <Option name="properties" type="Map">
            <Option name="size" type="Map">
             <Option name="active" type="bool" value="true"/>
             <Option name="expression" type="QString" value='CASE WHEN "production_t" IS NULL THEN 2.6 WHEN "production_t" &lt; 1000 THEN 3.4 WHEN "production_t" &lt; 100000 THEN 4.2 WHEN "production_t" &lt; 1000000 THEN 5.0 ELSE 6.0 END'/>
             <Option name="type" type="int" value="3"/>
            </Option>
           </Option>
           <Option name="type" type="QString" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="marker" name="9" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="square"/>
         <prop k="color" v="153,153,153,255"/>
         <prop k="outline_color" v="34,34,34,255"/>
         <prop k="outline_width" v="0.2"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="2.6"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
         <data_defined_properties>
          <Option type="Map">
           <Option name="name" type="QString" value=""/>
           <Option name="properties" type="Map">
            <Option name="size" type="Map">
             <Option name="active" type="bool" value="true"/>
             <Option name="expression" type="QString" value='CASE WHEN "production_t" IS NULL THEN 2.6 WHEN "production_t" &lt; 1000 THEN 3.4 WHEN "production_t" &lt; 100000 THEN 4.2 WHEN "production_t" &lt; 1000000 THEN 5.0 ELSE 6.0 END'/>
             <Option name="type" type="int" value="3"/>
            </Option>
           </Option>
           <Option name="type" type="QString" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="marker" name="10" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="square"/>
         <prop k="color" v="201,143,107,255"/>
         <prop k="outline_color" v="34,34,34,255"/>
         <prop k="outline_width" v="0.2"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="2.6"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
         <data_defined_properties>
          <Option type="Map">
           <Option name="name" type="QString" value=""/>
           <Option name="properties" type="Map">
            <Option name="size" type="Map">
             <Option name="active" type="bool" value="true"/>
             <Option name="expression" type="QString" value='CASE WHEN "production_t" IS NULL THEN 2.6 WHEN "production_t" &lt; 1000 THEN 3.4 WHEN "production_t" &lt; 100000 THEN 4.2 WHEN "production_t" &lt; 1000000 THEN 5.0 ELSE 6.0 END'/>
             <Option name="type" type="int" value="3"/>
            </Option>
           </Option>
           <Option name="type" type="QString" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="marker" name="11" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="diamond"/>
         <prop k="color" v="204,121,167,255"/>
         <prop k="outline_color" v="34,34,34,255"/>
         <prop k="outline_width" v="0.2"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="2.6"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
         <data_defined_properties>
          <Option type="Map">
           <Option name="name" type="QString" value=""/>
           <Option name="properties" type="Map">
            <Option name="size" type="Map">
             <Option name="active" type="bool" value="true"/>
             <Option name="expression" type="QString" value='CASE WHEN "production_t" IS NULL THEN 2.6 WHEN "production_t" &lt; 1000 THEN 3.4 WHEN "production_t" &lt; 100000 THEN 4.2 WHEN "production_t" &lt; 1000000 THEN 5.0 ELSE 6.0 END'/>
             <Option name="type" type="int" value="3"/>
            </Option>
           </Option>
           <Option name="type" type="QString" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="marker" name="12" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="hexagon"/>
         <prop k="color" v="86,180,233,255"/>
         <prop k="outline_color" v="34,34,34,255"/>
         <prop k="outline_width" v="0.2"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="2.6"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
         <data_defined_properties>
          <Option type="Map">
           <Option name="name" type="QString" value=""/>
           <Option name="properties" type="Map">
            <Option name="size" type="Map">
             <Option name="active" type="bool" value="true"/>
             <Option name="expression" type="QString" value='CASE WHEN "production_t" IS NULL THEN 2.6 WHEN "production_t" &lt; 1000 THEN 3.4 WHEN "production_t" &lt; 100000 THEN 4.2 WHEN "production_t" &lt; 1000000 THEN 5.0 ELSE 6.0 END'/>
             <Option name="type" type="int" value="3"/>
            </Option>
           </Option>
           <Option name="type" type="QString" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="marker" name="13" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="star"/>
         <prop k="color" v="0,158,115,255"/>
         <prop k="outline_color" v="34,34,34,255"/>
         <prop k="outline_width" v="0.2"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="2.6"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
         <data_defined_properties>
          <Option type="Map">
           <Option name="name" type="QString" value=""/>
           <Option name="properties" type="Map">
            <Option name="size" type="Map">
             <Option name="active" type="bool" value="true"/>
             <Option name="expression" type="QString" value='CASE WHEN "production_t" IS NULL THEN 2.6 WHEN "production_t" &lt; 1000 THEN 3.4 WHEN "production_t" &lt; 100000 THEN 4.2 WHEN "production_t" &lt; 1000000 THEN 5.0 ELSE 6.0 END'/>
             <Option name="type" type="int" value="3"/>
            </Option>
           </Option>
           <Option name="type" type="QString" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="marker" name="14" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="hexagon"/>
         <prop k="color" v="0,158,115,255"/>
         <prop k="outline_color" v="34,34,34,255"/>
         <prop k="outline_width" v="0.2"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="2.6"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
         <data_defined_properties>
          <Option type="Map">
           <Option name="name" type="QString" value=""/>
           <Option name="properties" type="Map">
            <Option name="size" type="Map">
             <Option name="active" type="bool" value="true"/>
             <Option name="expression" type="QString" value='CASE WHEN "production_t" IS NULL THEN 2.6 WHEN "production_t" &lt; 1000 THEN 3.4 WHEN "production_t" &lt; 100000 THEN 4.2 WHEN "production_t" &lt; 1000000 THEN 5.0 ELSE 6.0 END'/>
             <Option name="type" type="int" value="3"/>
            </Option>
           </Option>
           <Option name="type" type="QString" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="marker" name="15" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="triangle"/>
         <prop k="color" v="86,180,233,255"/>
         <prop k="outline_color" v="34,34,34,255"/>
         <prop k="outline_width" v="0.2"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="2.6"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
         <data_defined_properties>
          <Option type="Map">
           <Option name="name" type="QString" value=""/>
           <Option name="properties" type="Map">
            <Option name="size" type="Map">
             <Option name="active" type="bool" value="true"/>
             <Option name="expression" type="QString" value='CASE WHEN "production_t" IS NULL THEN 2.6 WHEN "production_t" &lt; 1000 THEN 3.4 WHEN "production_t" &lt; 100000 THEN 4.2 WHEN "production_t" &lt; 1000000 THEN 5.0 ELSE 6.0 END'/>
             <Option name="type" type="int" value="3"/>
            </Option>
           </Option>
           <Option name="type" type="QString" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="marker" name="16" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="equilateral_triangle"/>
         <prop k="color" v="240,228,66,255"/>
         <prop k="outline_color" v="34,34,34,255"/>
         <prop k="outline_width" v="0.2"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="2.6"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
         <data_defined_properties>
          <Option type="Map">
           <Option name="name" type="QString" value=""/>
           <Option name="properties" type="Map">
            <Option name="size" type="Map">
             <Option name="active" type="bool" value="true"/>
             <Option name="expression" type="QString" value='CASE WHEN "production_t" IS NULL THEN 2.6 WHEN "production_t" &lt; 1000 THEN 3.4 WHEN "production_t" &lt; 100000 THEN 4.2 WHEN "production_t" &lt; 1000000 THEN 5.0 ELSE 6.0 END'/>
             <Option name="type" type="int" value="3"/>
            </Option>
           </Option>
           <Option name="type" type="QString" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="marker" name="17" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="square"/>
         <prop k="color" v="240,228,66,255"/>
         <prop k="outline_color" v="34,34,34,255"/>
         <prop k="outline_width" v="0.2"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="2.6"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
         <data_defined_properties>
          <Option type="Map">
           <Option name="name" type="QString" value=""/>
           <Option name="properties" type="Map">
            <Option name="size" type="Map">
             <Option name="active" type="bool" value="true"/>
             <Option name="expression" type="QString" value='CASE WHEN "production_t" IS NULL THEN 2.6 WHEN "production_t" &lt; 1000 THEN 3.4 WHEN "production_t" &lt; 100000 THEN 4.2 WHEN "production_t" &lt; 1000000 THEN 5.0 ELSE 6.0 END'/>
             <Option name="type" type="int" value="3"/>
            </Option>
           </Option>
           <Option name="type" type="QString" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="marker" name="18" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="circle"/>
         <prop k="color" v="191,191,191,255"/>
         <prop k="outline_color" v="34,34,34,255"/>
         <prop k="outline_width" v="0.2"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="2.6"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
         <data_defined_properties>
          <Option type="Map">
           <Option name="name" type="QString" value=""/>
           <Option name="properties" type="Map">
            <Option name="size" type="Map">
             <Option name="active" type="bool" value="true"/>
             <Option name="expression" type="QString" value='CASE WHEN "production_t" IS NULL THEN 2.6 WHEN "production_t" &lt; 1000 THEN 3.4 WHEN "production_t" &lt; 100000 THEN 4.2 WHEN "production_t" &lt; 1000000 THEN 5.0 ELSE 6.0 END'/>
             <Option name="type" type="int" value="3"/>
            </Option>
           </Option>
           <Option name="type" type="QString" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
    </symbols>
    <source-symbol>
      <symbol type="marker" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="circle"/>
         <prop k="color" v="255,255,255,255"/>
         <prop k="outline_color" v="34,34,34,255"/>
         <prop k="outline_width" v="0.2"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="2.6"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
         <data_defined_properties>
          <Option type="Map">
           <Option name="name" type="QString" value=""/>
           <Option name="properties" type="Map">
            <Option name="size" type="Map">
             <Option name="active" type="bool" value="true"/>
             <Option name="expression" type="QString" value='CASE WHEN "production_t" IS NULL THEN 2.6 WHEN "production_t" &lt; 1000 THEN 3.4 WHEN "production_t" &lt; 100000 THEN 4.2 WHEN "production_t" &lt; 1000000 THEN 5.0 ELSE 6.0 END'/>
             <Option name="type" type="int" value="3"/>
            </Option>
           </Option>
           <Option name="type" type="QString" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
    </source-symbol>
    <data-defined-size-legend type="separated" valign="bottom" title="Production, t a year">
      <symbol type="marker" name="source" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="circle"/>
         <prop k="color" v="255,255,255,255"/>
         <prop k="outline_color" v="34,34,34,255"/>
         <prop k="outline_width" v="0.2"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="2.6"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
        </layer>
      </symbol>
      <classes>
        <class size="2.6" label="not known"/>
        <class size="3.4" label="under 1 000 t a year"/>
        <class size="4.2" label="1 000 to 100 000 t a year"/>
        <class size="5.0" label="100 000 to 1 000 000 t a year"/>
        <class size="6.0" label="over 1 000 000 t a year"/>
      </classes>
    </data-defined-size-legend>
  </renderer-v2>
  <labeling type="simple">
    <settings>
      <text-style fieldName='"name"' isExpression="1" fontSize="7.5" fontSizeUnit="Point" textColor="17,17,17,255" textOpacity="1" >
        <text-buffer bufferDraw="1" bufferSize="0.7" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.85" bufferJoinStyle="128"/>
      </text-style>
      <text-format />
      <placement placement="6" dist="0.5" distUnits="MM" offsetType="1" priority="8" predefinedPositionOrder="R,L,TR,BR,TL,BL,TSR,BSR"/>
      <rendering scaleVisibility="1" scaleMin="0" scaleMax="20000000" obstacle="1" obstacleFactor="1" displayAll="0" drawLabels="1" limitNumLabels="0"/>
      <dd_properties>
       <Option type="Map">
        <Option name="name" type="QString" value=""/>
        <Option name="properties" type="Map">
         <Option name="Priority" type="Map">
          <Option name="active" type="bool" value="true"/>
          <Option name="expression" type="QString" value='CASE WHEN "production_t" IS NULL THEN 4 WHEN "production_t" &lt; 1000 THEN 7 ELSE 9 END'/>
          <Option name="type" type="int" value="3"/>
         </Option>
         <Option name="Show" type="Map">
          <Option name="active" type="bool" value="true"/>
          <Option name="expression" type="QString" value='"production_t" IS NOT NULL OR @map_scale &lt; 15000000'/>
          <Option name="type" type="int" value="3"/>
         </Option>
        </Option>
        <Option name="type" type="QString" value="collection"/>
       </Option>
      </dd_properties>
    </settings>
  </labeling>
  <layerGeometryType>0</layerGeometryType>
</qgis>
