<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<!-- SPDX-License-Identifier: MIT -->
<!-- Countries: quiet background with names. -->
<qgis version="3.22.0" styleCategories="Symbology|Labeling|Rendering" labelsEnabled="1">
  <renderer-v2 type="singleSymbol" symbollevels="0" forceraster="0" enableorderby="0">
    <symbols>
      <symbol type="fill" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
         <prop k="color" v="242,242,238,255"/>
         <prop k="style" v="solid"/>
         <prop k="outline_color" v="166,166,166,255"/>
         <prop k="outline_style" v="solid"/>
         <prop k="outline_width" v="0.2"/>
         <prop k="outline_width_unit" v="MM"/>
         <prop k="joinstyle" v="round"/>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <labeling type="simple">
    <settings>
      <text-style fieldName='upper("name")' isExpression="1" fontSize="9" fontSizeUnit="Point" textColor="140,140,140,255" textOpacity="1" fontLetterSpacing="1.5">
        <text-buffer bufferDraw="1" bufferSize="0.6" bufferSizeUnits="MM" bufferColor="242,242,238,255" bufferOpacity="0.85" bufferJoinStyle="128"/>
      </text-style>
      <text-format />
      <placement placement="4" dist="0" priority="2" fitInPolygonOnly="0" polygonPlacementFlags="2" centroidWhole="0" centroidInside="1"/>
      <rendering scaleVisibility="0" obstacle="0" displayAll="0" drawLabels="1" minFeatureSize="8" limitNumLabels="0"/>
    </settings>
  </labeling>
  <layerGeometryType>2</layerGeometryType>
</qgis>
