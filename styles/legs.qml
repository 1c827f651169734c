<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<!-- SPDX-License-Identifier: MIT -->
<!-- Legs: colour by mode (rail, road, sea), dashes by status. -->
<qgis version="3.22.0" styleCategories="Symbology|Labeling|Rendering" labelsEnabled="0">
  <renderer-v2 type="RuleRenderer" symbollevels="0" forceraster="0" enableorderby="0">
    <rules key="{legs}">
      <rule key="{leg_rail_operating}" symbol="0" label="Rail, in operation" filter="&quot;mode&quot; = 'rail' AND &quot;status&quot; = 'operating'"/>
      <rule key="{leg_rail_construction}" symbol="1" label="Rail, under construction" filter="&quot;mode&quot; = 'rail' AND &quot;status&quot; = 'construction'"/>
      <rule key="{leg_rail_planned}" symbol="2" label="Rail, planned" filter="&quot;mode&quot; = 'rail' AND &quot;status&quot; = 'planned'"/>
      <rule key="{leg_road_operating}" symbol="3" label="Road, in operation" filter="&quot;mode&quot; = 'road' AND &quot;status&quot; = 'operating'"/>
      <rule key="{leg_road_construction}" symbol="4" label="Road, under construction" filter="&quot;mode&quot; = 'road' AND &quot;status&quot; = 'construction'"/>
      <rule key="{leg_road_planned}" symbol="5" label="Road, planned" filter="&quot;mode&quot; = 'road' AND &quot;status&quot; = 'planned'"/>
      <rule key="{leg_sea_operating}" symbol="6" label="Sea, in operation" filter="&quot;mode&quot; = 'sea' AND &quot;status&quot; = 'operating'"/>
      <rule key="{leg_sea_construction}" symbol="7" label="Sea, under construction" filter="&quot;mode&quot; = 'sea' AND &quot;status&quot; = 'construction'"/>
      <rule key="{leg_sea_planned}" symbol="8" label="Sea, planned" filter="&quot;mode&quot; = 'sea' AND &quot;status&quot; = 'planned'"/>
      <rule key="{leg_other}" symbol="9" label="Other or closed" filter="ELSE"/>
    </rules>
    <symbols>
      <symbol type="line" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleLine" enabled="1" locked="0" pass="0">
         <prop k="line_color" v="77,77,77,255"/>
         <prop k="line_width" v="0.5"/>
         <prop k="line_width_unit" v="MM"/>
         <prop k="line_style" v="solid"/>
         <prop k="offset" v="0"/>
         <prop k="offset_unit" v="MM"/>
         <prop k="capstyle" v="flat"/>
         <prop k="joinstyle" v="round"/>
         <prop k="use_custom_dash" v="0"/>
        </layer>
      </symbol>
      <symbol type="line" name="1" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleLine" enabled="1" locked="0" pass="0">
         <prop k="line_color" v="77,77,77,255"/>
         <prop k="line_width" v="0.5"/>
         <prop k="line_width_unit" v="MM"/>
         <prop k="line_style" v="dash"/>
         <prop k="offset" v="0"/>
         <prop k="offset_unit" v="MM"/>
         <prop k="capstyle" v="flat"/>
         <prop k="joinstyle" v="round"/>
         <prop k="use_custom_dash" v="0"/>
        </layer>
      </symbol>
      <symbol type="line" name="2" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleLine" enabled="1" locked="0" pass="0">
         <prop k="line_color" v="77,77,77,255"/>
         <prop k="line_width" v="0.5"/>
         <prop k="line_width_unit" v="MM"/>
         <prop k="line_style" v="dot"/>
         <prop k="offset" v="0"/>
         <prop k="offset_unit" v="MM"/>
         <prop k="capstyle" v="flat"/>
         <prop k="joinstyle" v="round"/>
         <prop k="use_custom_dash" v="0"/>
        </layer>
      </symbol>
      <symbol type="line" name="3" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleLine" enabled="1" locked="0" pass="0">
         <prop k="line_color" v="230,159,0,255"/>
         <prop k="line_width" v="0.5"/>
         <prop k="line_width_unit" v="MM"/>
         <prop k="line_style" v="solid"/>
         <prop k="offset" v="0"/>
         <prop k="offset_unit" v="MM"/>
         <prop k="capstyle" v="flat"/>
         <prop k="joinstyle" v="round"/>
         <prop k="use_custom_dash" v="0"/>
        </layer>
      </symbol>
      <symbol type="line" name="4" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleLine" enabled="1" locked="0" pass="0">
         <prop k="line_color" v="230,159,0,255"/>
         <prop k="line_width" v="0.5"/>
         <prop k="line_width_unit" v="MM"/>
         <prop k="line_style" v="dash"/>
         <prop k="offset" v="0"/>
         <prop k="offset_unit" v="MM"/>
         <prop k="capstyle" v="flat"/>
         <prop k="joinstyle" v="round"/>
         <prop k="use_custom_dash" v="0"/>
        </layer>
      </symbol>
      <symbol type="line" name="5" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleLine" enabled="1" locked="0" pass="0">
         <prop k="line_color" v="230,159,0,255"/>
         <prop k="line_width" v="0.5"/>
         <prop k="line_width_unit" v="MM"/>
         <prop k="line_style" v="dot"/>
         <prop k="offset" v="0"/>
         <prop k="offset_unit" v="MM"/>
         <prop k="capstyle" v="flat"/>
         <prop k="joinstyle" v="round"/>
         <prop k="use_custom_dash" v="0"/>
        </layer>
      </symbol>
      <symbol type="line" name="6" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleLine" enabled="1" locked="0" pass="0">
         <prop k="line_color" v="86,180,233,255"/>
         <prop k="line_width" v="0.5"/>
         <prop k="line_width_unit" v="MM"/>
         <prop k="line_style" v="solid"/>
         <prop k="offset" v="0"/>
         <prop k="offset_unit" v="MM"/>
         <prop k="capstyle" v="flat"/>
         <prop k="joinstyle" v="round"/>
         <prop k="use_custom_dash" v="0"/>
        </layer>
      </symbol>
      <symbol type="line" name="7" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleLine" enabled="1" locked="0" pass="0">
         <prop k="line_color" v="86,180,233,255"/>
         <prop k="line_width" v="0.5"/>
         <prop k="line_width_unit" v="MM"/>
         <prop k="line_style" v="dash"/>
         <prop k="offset" v="0"/>
         <prop k="offset_unit" v="MM"/>
         <prop k="capstyle" v="flat"/>
         <prop k="joinstyle" v="round"/>
         <prop k="use_custom_dash" v="0"/>
        </layer>
      </symbol>
      <symbol type="line" name="8" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleLine" enabled="1" locked="0" pass="0">
         <prop k="line_color" v="86,180,233,255"/>
         <prop k="line_width" v="0.5"/>
         <prop k="line_width_unit" v="MM"/>
         <prop k="line_style" v="dot"/>
         <prop k="offset" v="0"/>
         <prop k="offset_unit" v="MM"/>
         <prop k="capstyle" v="flat"/>
         <prop k="joinstyle" v="round"/>
         <prop k="use_custom_dash" v="0"/>
        </layer>
      </symbol>
      <symbol type="line" name="9" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleLine" enabled="1" locked="0" pass="0">
         <prop k="line_color" v="204,121,167,255"/>
         <prop k="line_width" v="0.5"/>
         <prop k="line_width_unit" v="MM"/>
         <prop k="line_style" v="dash dot"/>
         <prop k="offset" v="0"/>
         <prop k="offset_unit" v="MM"/>
         <prop k="capstyle" v="flat"/>
         <prop k="joinstyle" v="round"/>
         <prop k="use_custom_dash" v="0"/>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <layerGeometryType>1</layerGeometryType>
</qgis>
