<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<!-- SPDX-License-Identifier: MIT -->
<!-- Distance to the nearest corridor: values in metres, classes in kilometres, viridis from near (light) to far (dark). -->
<qgis version="3.22.0" styleCategories="Symbology|Rendering">
  <pipe>
    <provider>
      <resampling enabled="false" zoomedInResamplingMethod="nearestNeighbour" zoomedOutResamplingMethod="nearestNeighbour" maxOversampling="2"/>
    </provider>
    <rasterrenderer type="singlebandpseudocolor" band="1" opacity="0.6" alphaBand="-1" nodataColor="" classificationMin="0" classificationMax="800000">
      <rasterTransparency/>
      <rastershader>
        <colorrampshader colorRampType="DISCRETE" classificationMode="1" clip="0" minimumValue="0" maximumValue="800000" labelPrecision="0">
          <item value="25000" color="#fde725" alpha="255" label="0 to 25 km"/>
          <item value="50000" color="#8fd744" alpha="255" label="25 to 50 km"/>
          <item value="100000" color="#35b779" alpha="255" label="50 to 100 km"/>
          <item value="200000" color="#21908c" alpha="255" label="100 to 200 km"/>
          <item value="400000" color="#31688e" alpha="255" label="200 to 400 km"/>
          <item value="800000" color="#443a83" alpha="255" label="400 to 800 km"/>
          <item value="inf" color="#440154" alpha="255" label="over 800 km"/>
        </colorrampshader>
      </rastershader>
    </rasterrenderer>
    <brightnesscontrast brightness="0" contrast="0" gamma="1"/>
    <huesaturation saturation="0" grayscaleMode="0"/>
    <rasterresampler maxOversampling="2"/>
    <resamplingStage>resamplingFilter</resamplingStage>
  </pipe>
  <blendMode>6</blendMode>
</qgis>
