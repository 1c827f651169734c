<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<!-- SPDX-License-Identifier: MIT -->
<!-- Corridors: solid in operation, dashed under construction, dotted planned, dash-dot anything else. The exporter repeats the
     one category for each corridor, with its own colour and lane (offset; it hangs on a column, so that the
     legend draws the line in the middle), so that corridors on one track are told apart. -->
<qgis version="3.22.0" styleCategories="Symbology|Labeling|Rendering" labelsEnabled="1">
  <renderer-v2 type="categorizedSymbol" attr="corridor" symbollevels="0" forceraster="0" enableorderby="0">
    <categories>
      <category render="true" value="" symbol="0" label="Corridor"/>
    </categories>
    <symbols>
      <symbol type="line" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleLine" enabled="1" locked="0" pass="0">
         <prop k="line_color" v="0,114,178,255"/>
         <prop k="line_width" v="0.7"/>
         <prop k="line_width_unit" v="MM"/>
         <prop k="line_style" v="solid"/>
         <prop k="offset" v="0"/>
         <prop k="offset_unit" v="MM"/>
         <prop k="capstyle" v="flat"/>
         <prop k="joinstyle" v="round"/>
         <prop k="use_custom_dash" v="0"/>
         <data_defined_properties>
          <Option type="Map">
           <Option name="name" type="QString" value=""/>
           <Option name="properties" type="Map">
            <Option name="outlineStyle" type="Map">
             <Option name="active" type="bool" value="true"/>
             <Option name="expression" type="QString" value="CASE WHEN &quot;status&quot; = 'operating' THEN 'solid' WHEN &quot;status&quot; = 'construction' THEN 'dash' WHEN &quot;status&quot; = 'planned' THEN 'dot' ELSE 'dash dot' END"/>
             <Option name="type" type="int" value="3"/>
            </Option>
            <Option name="offset" type="Map">
             <Option name="active" type="bool" value="true"/>
             <Option name="expression" type="QString" value='CASE WHEN "corridor" IS NOT NULL THEN 0 END'/>
             <Option name="type" type="int" value="3"/>
            </Option>
           </Option>
           <Option name="type" type="QString" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <labeling type="simple">
    <settings>
      <text-style fieldName="replace(&quot;corridor&quot;, '_', ' ')" isExpression="1" fontSize="7" fontSizeUnit="Point" textColor="34,34,34,255" textOpacity="1" fontWeight="75">
        <text-buffer bufferDraw="1" bufferSize="0.7" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.85" bufferJoinStyle="128"/>
      </text-style>
      <text-format />
      <placement placement="2" placementFlags="14" dist="2.2" distUnits="MM" priority="7" repeatDistance="0" overrunDistance="0"/>
      <rendering scaleVisibility="1" scaleMin="0" scaleMax="40000000" obstacle="1" obstacleFactor="0.3" obstacleType="0" mergeLines="0" minFeatureSize="12" limitNumLabels="0" displayAll="0" drawLabels="1" labelPerPart="0"/>
      <dd_properties>
       <Option type="Map">
        <Option name="name" type="QString" value=""/>
        <Option name="properties" type="Map">
         <Option name="Color" type="Map">
          <Option name="active" type="bool" value="true"/>
          <Option name="expression" type="QString" value="@symbol_color"/>
          <Option name="type" type="int" value="3"/>
         </Option>
        </Option>
        <Option name="type" type="QString" value="collection"/>
       </Option>
      </dd_properties>
    </settings>
  </labeling>
  <layerGeometryType>1</layerGeometryType>
</qgis>
