<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<!-- SPDX-License-Identifier: MIT -->
<!-- Nodes by kind: ports, border crossings and gauge changes stand out, stations stay small. -->
<qgis version="3.22.0" styleCategories="Symbology|Labeling|Rendering" labelsEnabled="1">
  <renderer-v2 type="categorizedSymbol" attr="CASE WHEN &quot;kind&quot; IN ('port', 'border', 'gauge_yard', 'canal', 'city', 'junction', 'station', 'planned') THEN &quot;kind&quot; ELSE 'other' END" symbollevels="0" forceraster="0" enableorderby="0">
    <categories>
      <category render="true" value="port" symbol="0" label="Port"/>
      <category render="true" value="border" symbol="1" label="Border crossing"/>
      <category render="true" value="gauge_yard" symbol="2" label="Gauge change"/>
      <category render="true" value="canal" symbol="3" label="Canal"/>
      <category render="true" value="city" symbol="4" label="City"/>
      <category render="true" value="junction" symbol="5" label="Junction"/>
      <category render="true" value="station" symbol="6" label="Station"/>
      <category render="true" value="planned" symbol="7" label="Planned node"/>
      <category render="true" value="other" symbol="8" label="Other node"/>
    </categories>
    <symbols>
      <symbol type="marker" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="square"/>
         <prop k="color" v="0,114,178,255"/>
         <prop k="outline_color" v="255,255,255,255"/>
         <prop k="outline_width" v="0.3"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="2.4"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
        </layer>
      </symbol>
      <symbol type="marker" name="1" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="diamond"/>
         <prop k="color" v="213,94,0,255"/>
         <prop k="outline_color" v="255,255,255,255"/>
         <prop k="outline_width" v="0.3"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="2.6"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
        </layer>
      </symbol>
      <symbol type="marker" name="2" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="pentagon"/>
         <prop k="color" v="204,121,167,255"/>
         <prop k="outline_color" v="255,255,255,255"/>
         <prop k="outline_width" v="0.3"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="2.6"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
        </layer>
      </symbol>
      <symbol type="marker" name="3" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="triangle"/>
         <prop k="color" v="86,180,233,255"/>
         <prop k="outline_color" v="255,255,255,255"/>
         <prop k="outline_width" v="0.3"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="2.4"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
        </layer>
      </symbol>
      <symbol type="marker" name="4" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="circle"/>
         <prop k="color" v="0,0,0,255"/>
         <prop k="outline_color" v="255,255,255,255"/>
         <prop k="outline_width" v="0.3"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="2.0"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
        </layer>
      </symbol>
      <symbol type="marker" name="5" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="circle"/>
         <prop k="color" v="127,127,127,255"/>
         <prop k="outline_color" v="255,255,255,255"/>
         <prop k="outline_width" v="0.3"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="1.5"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
        </layer>
      </symbol>
      <symbol type="marker" name="6" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="circle"/>
         <prop k="color" v="255,255,255,255"/>
         <prop k="outline_color" v="51,51,51,255"/>
         <prop k="outline_width" v="0.3"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="1.5"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
        </layer>
      </symbol>
      <symbol type="marker" name="7" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="circle"/>
         <prop k="color" v="255,255,255,255"/>
         <prop k="outline_color" v="213,94,0,255"/>
         <prop k="outline_width" v="0.3"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="1.8"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
        </layer>
      </symbol>
      <symbol type="marker" name="8" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
         <prop k="name" v="circle"/>
         <prop k="color" v="140,140,140,255"/>
         <prop k="outline_color" v="255,255,255,255"/>
         <prop k="outline_width" v="0.3"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="outline_style" v="solid"/>
         <prop k="size" v="1.6"/>
         <prop k="size_unit" v="MM"/>
         <prop k="joinstyle" v="miter"/>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <labeling type="simple">
    <settings>
      <text-style fieldName='"name"' isExpression="1" fontSize="6.5" fontSizeUnit="Point" textColor="51,51,51,255" textOpacity="1" fontItalic="1">
        <text-buffer bufferDraw="1" bufferSize="0.6" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.85" bufferJoinStyle="128"/>
      </text-style>
      <text-format />
      <placement placement="6" dist="1.2" distUnits="MM" offsetType="1" priority="3" predefinedPositionOrder="R,L,TR,BR,TL,BL,TSR,BSR"/>
      <rendering scaleVisibility="1" scaleMin="0" scaleMax="9000000" obstacle="1" obstacleFactor="0.5" displayAll="0" drawLabels="1" fontMinPixelSize="3" fontMaxPixelSize="10000" limitNumLabels="0"/>
      <dd_properties>
       <Option type="Map">
        <Option name="name" type="QString" value=""/>
        <Option name="properties" type="Map">
         <Option name="Show" type="Map">
          <Option name="active" type="bool" value="true"/>
          <Option name="expression" type="QString" value="&quot;kind&quot; IN ('port', 'border', 'gauge_yard', 'canal', 'city') OR @map_scale &lt; 4000000"/>
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
