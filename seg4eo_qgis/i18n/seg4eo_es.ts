<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
    <context>
        <name>seg4eo</name>
        <message>
            <location filename="../algorithms/adoptdataset.py" />
            <source>adopt, import, patches, chips, dataset, masks, png, training data</source>
            <translation>adoptar, importar, parches, recortes, conjunto de datos, máscaras, png, datos de entrenamiento</translation>
        </message>
        <message>
            <location filename="../algorithms/base.py" />
            <source>Data</source>
            <translation>Datos</translation>
        </message>
        <message>
            <location filename="../algorithms/base.py" />
            <source>Model</source>
            <translation>Modelo</translation>
        </message>
        <message>
            <location filename="../algorithms/base.py" />
            <source>Map</source>
            <translation>Mapa</translation>
        </message>
        <message>
            <location filename="../algorithms/base.py" />
            <source>{problem}: change it under {menu}.</source>
            <translation>{problem}: cámbielo en {menu}.</translation>
        </message>
        <message>
            <location filename="../algorithms/base.py" />
            <source>No parameters of {algorithm}, and ignored: {names}.</source>
            <translation>Parámetros desconocidos de {algorithm}, que se ignoran: {names}.</translation>
        </message>
        <message>
            <location filename="../algorithms/base.py" />
            <source>{title}: {value} {unit}</source>
            <translation>{title}: {value} {unit}</translation>
        </message>
        <message>
            <location filename="../algorithms/base.py" />
            <source>It was chosen under {menu}.</source>
            <translation>Se eligió en {menu}.</translation>
        </message>
        <message>
            <location filename="../algorithms/checkengine.py" />
            <source>check, engine, diagnose, gpu, cuda, graphics card, version, problem</source>
            <translation>comprobar, verificar, motor, diagnóstico, gpu, cuda, tarjeta gráfica, versión, problema</translation>
        </message>
        <message>
            <location filename="../algorithms/checks.py" />
            <source>a raster that QGIS can open</source>
            <translation>un ráster que QGIS pueda abrir</translation>
        </message>
        <message>
            <location filename="../algorithms/checks.py" />
            <source>rasters that QGIS can open</source>
            <translation>rásteres que QGIS pueda abrir</translation>
        </message>
        <message>
            <location filename="../algorithms/checks.py" />
            <source>a vector layer that QGIS can open</source>
            <translation>una capa vectorial que QGIS pueda abrir</translation>
        </message>
        <message>
            <location filename="../algorithms/checks.py" />
            <source>vector layers that QGIS can open</source>
            <translation>capas vectoriales que QGIS pueda abrir</translation>
        </message>
        <message>
            <location filename="../algorithms/checks.py" />
            <source>a whole number</source>
            <translation>un número entero</translation>
        </message>
        <message>
            <location filename="../algorithms/checks.py" />
            <source>a number</source>
            <translation>un número</translation>
        </message>
        <message>
            <location filename="../algorithms/checks.py" />
            <source>one of {choices}</source>
            <translation>uno de los valores {choices}</translation>
        </message>
        <message>
            <location filename="../algorithms/checks.py" />
            <source> from {lower}</source>
            <translation> desde {lower}</translation>
        </message>
        <message>
            <location filename="../algorithms/checks.py" />
            <source> to {upper}</source>
            <translation> hasta {upper}</translation>
        </message>
        <message>
            <location filename="../algorithms/checks.py" />
            <source>Expected '{title}' to be at {path}, found nothing there: check the path.</source>
            <translation>«{title}» debería estar en {path}, pero allí no hay nada: compruebe la ruta.</translation>
        </message>
        <message>
            <location filename="../algorithms/checks.py" />
            <source>Expected '{title}' to be {expected}, found {value}: change it.</source>
            <translation>«{title}» debe ser {expected}, pero el valor es {value}: cámbielo.</translation>
        </message>
        <message>
            <location filename="../algorithms/datasetreport.py" />
            <source>dataset, report, quality, leakage, duplicates, class balance, statistics, histogram</source>
            <translation>conjunto de datos, informe, calidad, fuga de datos, duplicados, equilibrio de clases, estadísticas, histograma</translation>
        </message>
        <message>
            <location filename="../algorithms/evaluate.py" />
            <source>accuracy, evaluate, confusion matrix, IoU, F1, kappa, validation, report, area</source>
            <translation>exactitud, precisión, evaluar, matriz de confusión, IoU, F1, kappa, validación, informe, superficie</translation>
        </message>
        <message>
            <location filename="../algorithms/exportonnx.py" />
            <source>onnx, export, deepness, model, neural network</source>
            <translation>onnx, exportar, deepness, modelo, red neuronal</translation>
        </message>
        <message>
            <location filename="../algorithms/extractpatches.py" />
            <source>patches, chips, tiles, dataset, labels, polygons, training data, deep learning</source>
            <translation>parches, recortes, teselas, conjunto de datos, etiquetas, polígonos, datos de entrenamiento, aprendizaje profundo</translation>
        </message>
        <message>
            <location filename="../algorithms/grid.py" />
            <source>grid, sampling, cells, tiles, split, train, test, fishnet</source>
            <translation>cuadrícula, muestreo, celdas, teselas, partición, entrenamiento, prueba, malla</translation>
        </message>
        <message>
            <location filename="../algorithms/help.py" />
            <source>&lt;b&gt;{title}&lt;/b&gt;: {text}</source>
            <translation>&lt;b&gt;{title}&lt;/b&gt;: {text}</translation>
        </message>
        <message>
            <location filename="../algorithms/help.py" />
            <source>Inputs</source>
            <translation>Entradas</translation>
        </message>
        <message>
            <location filename="../algorithms/help.py" />
            <source>Outputs</source>
            <translation>Salidas</translation>
        </message>
        <message>
            <location filename="../algorithms/importmodel.py" />
            <source>import, convert, SemanticSeg4EO, pth, PyTorch, checkpoint, model</source>
            <translation>importar, convertir, SemanticSeg4EO, pth, PyTorch, punto de control, modelo</translation>
        </message>
        <message>
            <location filename="../algorithms/inputs.py" />
            <source>a raster</source>
            <translation>un ráster</translation>
        </message>
        <message>
            <location filename="../algorithms/inputs.py" />
            <source>a vector layer</source>
            <translation>una capa vectorial</translation>
        </message>
        <message>
            <location filename="../algorithms/inputs.py" />
            <source>Expected '{title}' to be {kind}, found that {given} cannot be read as one: check the path.</source>
            <translation>«{title}» debe ser {kind}, pero {given} no se puede leer como tal: compruebe la ruta.</translation>
        </message>
        <message>
            <location filename="../algorithms/inputs.py" />
            <source>Expected '{input}' to be a raster of values, found that the layer {layer} is only a picture from a service: choose a raster file.</source>
            <translation>«{input}» debe ser un ráster de valores, pero la capa {layer} es solo una imagen de un servicio: elija un archivo ráster.</translation>
        </message>
        <message>
            <location filename="../algorithms/inputs.py" />
            <source>rasters</source>
            <translation>rásteres</translation>
        </message>
        <message>
            <location filename="../algorithms/inputs.py" />
            <source>vector layers</source>
            <translation>capas vectoriales</translation>
        </message>
        <message>
            <location filename="../algorithms/inputs.py" />
            <source>The CRS of {layer} was set in QGIS and is not in its file, which is what the engine reads: write it there with 'Assign projection' if it matters.</source>
            <translation>El SRC de {layer} se definió en QGIS y no está en su archivo, que es lo que lee el motor: escríbalo en él con «Asignar proyección» si es importante.</translation>
        </message>
        <message>
            <location filename="../algorithms/inputs.py" />
            <source>Expected '{title}' to be whole numbers separated by commas, such as 1,2,3, found {text}: change it.</source>
            <translation>«{title}» debe ser una lista de números enteros separados por comas, como 1,2,3, pero el valor es {text}: cámbielo.</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>install, engine, set up, repair, remove, uninstall, update, python, torch</source>
            <translation>instalar, motor, configurar, reparar, quitar, desinstalar, actualizar, python, torch</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>Install the engine</source>
            <translation>Instalar el motor</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>Install what the other algorithms need, in a Python of its own in your data folder. Nothing is installed into QGIS. Some gigabytes come through the network, once; it takes from a few minutes to half an hour. Run it again to see whether the engine works: what is broken or unfinished is made anew. It can be cancelled at any time.</source>
            <translation>Instala lo que necesitan los demás algoritmos, en un Python propio dentro de su carpeta de datos. No se instala nada en QGIS. Se descargan algunos gigabytes, una sola vez; tarda desde unos minutos hasta media hora. Ejecútelo de nuevo para saber si el motor funciona: lo que esté dañado o sin terminar se hace de nuevo. Se puede cancelar en cualquier momento.</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>What to do</source>
            <translation>Qué hacer</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>install: install the engine, repair it, or bring it to the plugin's version. remove: remove it, with all that was downloaded for it.</source>
            <translation>install: instalar el motor, repararlo o ponerlo en la versión del complemento. remove: eliminarlo, con todo lo que se descargó para él.</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>Use this Python instead</source>
            <translation>Usar en su lugar este Python</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>A Python that has the engine already, as on machines that an administrator looks after. It is tried and then remembered; nothing is installed.</source>
            <translation>Un Python que ya contiene el motor, como en las máquinas que gestiona un administrador. Se prueba y después se recuerda; no se instala nada.</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>Build of torch</source>
            <translation>Versión de torch</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>auto: for the graphics card where its driver is new enough, else the small build for the processor. cpu and cuda insist on one of them. default: what the package index has.</source>
            <translation>auto: la de la tarjeta gráfica si su controlador es lo bastante reciente y, si no, la versión pequeña para el procesador. cpu y cuda imponen una de ellas. default: la que tenga el índice de paquetes.</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>Python to make it with</source>
            <translation>Python de base</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>A Python from 3.11 to 3.14 that the engine's own is made from. Where none is given, one is found or fetched.</source>
            <translation>Un Python de 3.11 a 3.14 a partir del cual se hace el del motor. Si no se da ninguno, se busca o se descarga.</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>Folder of wheels</source>
            <translation>Carpeta de paquetes (wheels)</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>A folder with all packages as wheels, for a machine without network. Nothing else is used then.</source>
            <translation>Una carpeta con todos los paquetes como wheels, para una máquina sin red. Entonces no se usa nada más.</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>Python</source>
            <translation>Python</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>The interpreter that runs the engine.</source>
            <translation>El intérprete que ejecuta el motor.</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>Folder</source>
            <translation>Carpeta</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>Where the engine is.</source>
            <translation>Dónde está el motor.</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>Version</source>
            <translation>Versión</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>The version of the engine.</source>
            <translation>La versión del motor.</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>Asking {python}</source>
            <translation>Consulta de {python}</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>Engine {version}: {python}</source>
            <translation>Motor {version}: {python}</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>Expected the engine's wheel {name} in {folder}, found none: install the plugin from its zip file, which brings it.</source>
            <translation>El paquete {name} del motor debería estar en {folder}, pero no está: instale el complemento desde su archivo zip, que lo trae.</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>{named_by} goes before: jobs are run by {path}.</source>
            <translation>{named_by} tiene prioridad: los trabajos los ejecuta {path}.</translation>
        </message>
        <message>
            <location filename="../algorithms/layer_to_write.py" />
            <source>save the part that you want as a GeoTIFF and choose that.</source>
            <translation>guarde la parte que desee como GeoTIFF y elija ese archivo.</translation>
        </message>
        <message>
            <location filename="../algorithms/layer_to_write.py" />
            <source>The layer {layer} is no file and is copied to one first: {columns} × {rows} pixels, up to {size} MB, which are deleted after the job.</source>
            <translation>La capa {layer} no es un archivo y se copia primero a uno: {columns} × {rows} píxeles, hasta {size} MB, que se eliminan después del trabajo.</translation>
        </message>
        <message>
            <location filename="../algorithms/layer_to_write.py" />
            <source>say which area is wanted with {inputs}, or ask for larger pixels.</source>
            <translation>indique la zona deseada con {inputs}, o pida píxeles más grandes.</translation>
        </message>
        <message>
            <location filename="../algorithms/layer_to_write.py" />
            <source>Expected an area that the layer {layer} covers, found one that lies beside it: {cure}</source>
            <translation>La zona debe estar cubierta por la capa {layer}, pero queda fuera de ella: {cure}</translation>
        </message>
        <message>
            <location filename="../algorithms/layer_to_write.py" />
            <source>Expected a pixel size for the layer {layer}, which comes from a service and has none of its own, found none: set 'Pixel size of services', in metres.</source>
            <translation>La capa {layer} procede de un servicio y no tiene tamaño de píxel propio, y no se ha dado ninguno: indique «Tamaño de píxel de los servicios», en metros.</translation>
        </message>
        <message>
            <location filename="../algorithms/layer_to_write.py" />
            <source>Expected a part of the layer {layer} that can be copied for the job, found {columns} × {rows} pixels ({size} MB): {cure}</source>
            <translation>La parte de la capa {layer} que se copia para el trabajo es demasiado grande, {columns} × {rows} píxeles ({size} MB): {cure}</translation>
        </message>
        <message>
            <location filename="../algorithms/layer_to_write.py" />
            <source>Expected room for a copy of the layer {layer} ({columns} × {rows} pixels, {size} MB), found {free} MB in {folder}: make room there, or ask for a smaller area.</source>
            <translation>Hace falta espacio para una copia de la capa {layer} ({columns} × {rows} píxeles, {size} MB), pero solo hay {free} MB en {folder}: libere espacio allí, o pida una zona más pequeña.</translation>
        </message>
        <message>
            <location filename="../algorithms/layer_to_write.py" />
            <source>Expected an area that can be placed on the layer {layer}, found that it cannot ({problem}).</source>
            <translation>La zona debe poder situarse sobre la capa {layer}, pero no se puede ({problem}).</translation>
        </message>
        <message>
            <location filename="../algorithms/layers.py" />
            <source>The job was cancelled.</source>
            <translation>El trabajo se ha cancelado.</translation>
        </message>
        <message>
            <location filename="../algorithms/layers.py" />
            <source>Expected to copy {layer} for the engine, found that it cannot be written ({reason}): save it as a GeoPackage and choose that.</source>
            <translation>La capa {layer} debe copiarse para el motor, pero no se puede escribir ({reason}): guárdela como GeoPackage y elija ese archivo.</translation>
        </message>
        <message>
            <location filename="../algorithms/layers.py" />
            <source>Expected polygons in '{title}', found none in {layer}: choose or select some.</source>
            <translation>«{title}» debe contener polígonos, pero {layer} no contiene ninguno: elija o seleccione alguno.</translation>
        </message>
        <message>
            <location filename="../algorithms/layers.py" />
            <source>Expected '{title}' to be polygons, found a {kind}: choose another layer.</source>
            <translation>«{title}» debe contener polígonos, pero la geometría es de tipo {kind}: elija otra capa.</translation>
        </message>
        <message>
            <location filename="../algorithms/modelinfo.py" />
            <source>model, info, describe, bands, classes</source>
            <translation>modelo, información, describir, bandas, clases</translation>
        </message>
        <message>
            <location filename="../algorithms/parameters.py" />
            <source>numbers, separated by commas</source>
            <translation>números separados por comas</translation>
        </message>
        <message>
            <location filename="../algorithms/parameters.py" />
            <source>separated by commas</source>
            <translation>lista separada por comas</translation>
        </message>
        <message>
            <location filename="../algorithms/pictures.py" />
            <source>Expected the service to send all of the layer {layer}, found that a part is missing ({problem}): try again, or ask for a smaller area.</source>
            <translation>El servicio debe enviar toda la capa {layer}, pero falta una parte ({problem}): inténtelo de nuevo, o pida una zona más pequeña.</translation>
        </message>
        <message>
            <location filename="../algorithms/pictures.py" />
            <source>Expected a picture of the layer {layer}, found that its service has none there: choose another area, or another pixel size.</source>
            <translation>Hace falta una imagen de la capa {layer}, pero su servicio no tiene ninguna allí: elija otra zona, u otro tamaño de píxel.</translation>
        </message>
        <message>
            <location filename="../algorithms/pictures.py" />
            <source>{share} % of the copy of the layer {layer} is blank, for its service has nothing there or could not send it: nothing is mapped there.</source>
            <translation>El {share} % de la copia de la capa {layer} está en blanco, pues su servicio no tiene nada allí o no pudo enviarlo: allí no se cartografía nada.</translation>
        </message>
        <message>
            <location filename="../algorithms/pixel_size.py" />
            <source>Pixel size of services</source>
            <translation>Tamaño de píxel de los servicios</translation>
        </message>
        <message>
            <location filename="../algorithms/pixel_size.py" />
            <source>Size on the ground of the pixels of rasters that come from a service (XYZ, WMS, WMTS), which are copied to a file before the job starts. Empty: that of the model or dataset. Files keep theirs.</source>
            <translation>Tamaño sobre el terreno de los píxeles de los rásteres que proceden de un servicio (XYZ, WMS, WMTS), que se copian a un archivo antes de empezar el trabajo. Vacío: el del modelo o el del conjunto de datos. Los archivos conservan el suyo.</translation>
        </message>
        <message>
            <location filename="../algorithms/predict.py" />
            <source>predict, map, inference, classification, segmentation, land cover, deep learning</source>
            <translation>predecir, mapa, cartografiar, inferencia, clasificación, segmentación, cobertura del suelo, aprendizaje profundo</translation>
        </message>
        <message>
            <location filename="../algorithms/predict.py" />
            <source>Map of {name}</source>
            <translation>Mapa de {name}</translation>
        </message>
        <message>
            <location filename="../algorithms/predict.py" />
            <source>What is finished is kept in {folder}; run the same again to go on, or remove that folder.</source>
            <translation>Lo terminado se conserva en {folder}; ejecute de nuevo lo mismo para continuar, o elimine esa carpeta.</translation>
        </message>
        <message>
            <location filename="../algorithms/predictscenes.py" />
            <source>predict, map, many, folder, batch, catalogue, stac, mosaic, region, deep learning</source>
            <translation>predecir, mapa, cartografiar, muchas, carpeta, lote, catálogo, stac, mosaico, región, aprendizaje profundo</translation>
        </message>
        <message>
            <location filename="../algorithms/rasterizelabels.py" />
            <source>rasterize, burn, labels, training polygons, annotation, ground truth, classes</source>
            <translation>rasterizar, grabar, etiquetas, polígonos de entrenamiento, anotación, verdad de campo, clases</translation>
        </message>
        <message>
            <location filename="../algorithms/sampledata.py" />
            <source>sample, example, demo, test data, synthetic, landscape</source>
            <translation>muestra, ejemplo, demostración, datos de prueba, sintético, paisaje</translation>
        </message>
        <message>
            <location filename="../algorithms/sampledata.py" />
            <source>Sample data</source>
            <translation>Datos de ejemplo</translation>
        </message>
        <message>
            <location filename="../algorithms/train.py" />
            <source>train, deep learning, segmentation, neural network, unet, machine learning</source>
            <translation>entrenar, aprendizaje profundo, segmentación, red neuronal, unet, aprendizaje automático</translation>
        </message>
        <message>
            <location filename="../algorithms/train.py" />
            <source>{left}; run it again with '{resume}' ticked to go on from there.</source>
            <translation>{left}; ejecútelo de nuevo con «{resume}» marcado para continuar desde ahí.</translation>
        </message>
        <message>
            <location filename="../algorithms/train.py" />
            <source>The best model so far is {path}</source>
            <translation>El mejor modelo hasta ahora es {path}</translation>
        </message>
        <message>
            <location filename="../algorithms/train.py" />
            <source>The folds so far are in {folder}</source>
            <translation>Los pliegues hasta ahora están en {folder}</translation>
        </message>
        <message>
            <location filename="../algorithms/values.py" />
            <source>Expected the values of the layer {layer}, found that they cannot be read ({problem}): save it as a GeoTIFF and choose that.</source>
            <translation>Hacen falta los valores de la capa {layer}, pero no se pueden leer ({problem}): guárdela como GeoTIFF y elija ese archivo.</translation>
        </message>
        <message>
            <location filename="../algorithms/vectorize.py" />
            <source>polygonize, vectorize, polygons, outlines, minimum mapping unit, sieve, simplify</source>
            <translation>poligonizar, vectorizar, polígonos, contornos, unidad mínima cartografiable, tamizar, simplificar</translation>
        </message>
        <message>
            <location filename="../algorithms/written_out.py" />
            <source>Copying the layer {layer}</source>
            <translation>Copia de la capa {layer}</translation>
        </message>
        <message>
            <location filename="../algorithms/written_out.py" />
            <source>Expected to copy the layer {layer} to {path}, found that it cannot be written: make room there.</source>
            <translation>La capa {layer} debe copiarse a {path}, pero no se puede escribir: libere espacio allí.</translation>
        </message>
        <message>
            <location filename="../algorithms/xyz.py" />
            <source>Expected pixels that the layer {layer} can be drawn with, found that the least detailed tiles of its service are {times} times as fine: ask for smaller pixels.</source>
            <translation>La capa {layer} no se puede dibujar con esos píxeles, pues las teselas menos detalladas de su servicio son {times} veces más finas: pida píxeles más pequeños.</translation>
        </message>
        <message>
            <location filename="../algorithms/xyz.py" />
            <source>Expected tiles of the layer {layer}, found that its service has none of zoom level {zoom} there: choose another area, or ask for larger pixels.</source>
            <translation>Hacen falta teselas de la capa {layer}, pero su servicio no tiene ninguna de nivel de zoom {zoom} allí: elija otra zona, o pida píxeles más grandes.</translation>
        </message>
        <message>
            <location filename="../algorithms/xyz.py" />
            <source>The service of the layer {layer} has no picture for {absent} of {all} tiles of zoom level {zoom}: nothing is mapped there.</source>
            <translation>El servicio de la capa {layer} no tiene imagen para {absent} de {all} teselas de nivel de zoom {zoom}: allí no se cartografía nada.</translation>
        </message>
        <message>
            <location filename="../algorithms/xyz.py" />
            <source>no picture</source>
            <translation>sin imagen</translation>
        </message>
        <message>
            <location filename="../engine/epochs.py" />
            <source>loss</source>
            <translation>pérdida</translation>
        </message>
        <message>
            <location filename="../engine/epochs.py" />
            <source>validation loss</source>
            <translation>pérdida de validación</translation>
        </message>
        <message>
            <location filename="../engine/epochs.py" />
            <source>mIoU</source>
            <translation>mIoU</translation>
        </message>
        <message>
            <location filename="../engine/epochs.py" />
            <source>best</source>
            <translation>mejor valor</translation>
        </message>
        <message>
            <location filename="../engine/epochs.py" />
            <source>best validation loss</source>
            <translation>mejor pérdida de validación</translation>
        </message>
        <message>
            <location filename="../engine/epochs.py" />
            <source>Epoch {epoch} of {epochs}: {scores}</source>
            <translation>Época {epoch} de {epochs}: {scores}</translation>
        </message>
        <message>
            <location filename="../engine/epochs.py" />
            <source>Fold {fold} of {folds}, epoch {epoch} of {epochs}: {scores}</source>
            <translation>Pliegue {fold} de {folds}, época {epoch} de {epochs}: {scores}</translation>
        </message>
        <message>
            <location filename="../engine/epochs.py" />
            <source> (epoch {epoch})</source>
            <translation> (época {epoch})</translation>
        </message>
        <message>
            <location filename="../engine/epochs.py" />
            <source>{duration} an epoch</source>
            <translation>{duration} por época</translation>
        </message>
        <message>
            <location filename="../engine/epochs.py" />
            <source>about {duration} left</source>
            <translation>quedan unos {duration}</translation>
        </message>
        <message>
            <location filename="../engine/messages.py" />
            <source>Step {step}: {scores}</source>
            <translation>Paso {step}: {scores}</translation>
        </message>
        <message>
            <location filename="../engine/messages.py" />
            <source>about {duration} left (until {clock})</source>
            <translation>quedan unos {duration} (hasta las {clock})</translation>
        </message>
        <message>
            <location filename="../engine/messages.py" />
            <source>{count}/min</source>
            <translation>{count}/min</translation>
        </message>
        <message>
            <location filename="../engine/messages.py" />
            <source>Starting the engine</source>
            <translation>Inicio del motor</translation>
        </message>
        <message>
            <location filename="../engine/messages.py" />
            <source>{percent} %</source>
            <translation>{percent} %</translation>
        </message>
        <message>
            <location filename="../engine/messages.py" />
            <source>epoch {done} of {total}</source>
            <translation>época {done} de {total}</translation>
        </message>
        <message>
            <location filename="../engine/messages.py" />
            <source>{done} of {total}</source>
            <translation>{done} de {total}</translation>
        </message>
        <message>
            <location filename="../engine/run.py" />
            <source>give it less to do at once, for memory may be short</source>
            <translation>dele menos que hacer a la vez, pues quizá falte memoria</translation>
        </message>
        <message>
            <location filename="../engine/run.py" />
            <source>look at the log above</source>
            <translation>consulte el registro de arriba</translation>
        </message>
        <message>
            <location filename="../engine/run.py" />
            <source>Expected a result from the engine, found that it {how} without one{said}: {cure}.</source>
            <translation>El motor debía dar un resultado, pero {how} sin darlo{said}: {cure}.</translation>
        </message>
        <message>
            <location filename="../engine/run.py" />
            <source>Expected a result, found a defect in the engine ({defect}): report it with the log above.</source>
            <translation>El motor debía dar un resultado, pero tiene un defecto ({defect}): comuníquelo junto con el registro de arriba.</translation>
        </message>
        <message>
            <location filename="../engine/run.py" />
            <source>was ended by signal {number}</source>
            <translation>fue terminado por la señal {number}</translation>
        </message>
        <message>
            <location filename="../engine/run.py" />
            <source>ended with status {number}</source>
            <translation>terminó con el código {number}</translation>
        </message>
        <message>
            <location filename="../engine/run.py" />
            <source>Expected the seg4eo engine in {python}, found that it is not installed there: install it, or choose another Python for the engine.</source>
            <translation>El motor seg4eo debería estar en {python}, pero no está instalado allí: instálelo o elija otro Python para el motor.</translation>
        </message>
        <message>
            <location filename="../engine/run.py" />
            <source>Expected an engine that speaks protocol {expected}, found one of protocol {found} at {python}: bring the plugin and the engine to the same version.</source>
            <translation>El motor debe hablar el protocolo {expected}, pero el de {python} habla el protocolo {found}: ponga el complemento y el motor en la misma versión.</translation>
        </message>
        <message>
            <location filename="../engine/run.py" />
            <source>This plugin was made for engine {expected}, found {found}: bring both to the same version if something does not work.</source>
            <translation>Este complemento se hizo para la versión {expected} del motor, pero se ha encontrado la {found}: ponga ambos en la misma versión si algo no funciona.</translation>
        </message>
        <message>
            <location filename="../engine/run.py" />
            <source>Expected to start the engine with {python}, found that it cannot be run ({reason}): choose the engine's Python anew.</source>
            <translation>El motor debía iniciarse con {python}, pero ese programa no se puede ejecutar ({reason}): elija de nuevo el Python del motor.</translation>
        </message>
        <message>
            <location filename="../installer/check.py" />
            <source>{count} of its files missing or changed, such as {example}</source>
            <translation>faltan o han cambiado {count} de sus archivos, por ejemplo {example}</translation>
        </message>
        <message>
            <location filename="../installer/check.py" />
            <source>a program that says something else</source>
            <translation>un programa que dice otra cosa</translation>
        </message>
        <message>
            <location filename="../installer/check.py" />
            <source>nothing said</source>
            <translation>ninguna respuesta</translation>
        </message>
        <message>
            <location filename="../installer/check.py" />
            <source>it is not installed there</source>
            <translation>no está instalado allí</translation>
        </message>
        <message>
            <location filename="../installer/check.py" />
            <source>Expected a Python that has the seg4eo engine at {path}, found none ({found}): choose another one.</source>
            <translation>Debería haber un Python con el motor seg4eo en {path}, pero no lo hay ({found}): elija otro.</translation>
        </message>
        <message>
            <location filename="../installer/check.py" />
            <source>its Python does not start</source>
            <translation>su Python no arranca</translation>
        </message>
        <message>
            <location filename="../installer/check.py" />
            <source>The installation was cancelled.</source>
            <translation>La instalación se ha cancelado.</translation>
        </message>
        <message>
            <location filename="../installer/choice.py" />
            <source>The index of torch's small builds cannot be reached, so the large one is installed, which runs on the processor too.</source>
            <translation>No se puede acceder al índice de las versiones pequeñas de torch, así que se instala la grande, que también funciona en el procesador.</translation>
        </message>
        <message>
            <location filename="../installer/choice.py" />
            <source>There is no NVIDIA driver, so torch's small build for the processor is wanted.</source>
            <translation>No hay controlador de NVIDIA, así que se elige la versión pequeña de torch para el procesador.</translation>
        </message>
        <message>
            <location filename="../installer/choice.py" />
            <source>Expected torch's {build} build, found that its index cannot be reached: choose auto or default as the build of torch.</source>
            <translation>Se pide la versión {build} de torch, pero no se puede acceder a su índice: elija auto o default como versión de torch.</translation>
        </message>
        <message>
            <location filename="../installer/choice.py" />
            <source>There is an NVIDIA driver, so torch is installed with CUDA.</source>
            <translation>Hay un controlador de NVIDIA, así que torch se instala con CUDA.</translation>
        </message>
        <message>
            <location filename="../installer/choice.py" />
            <source>Expected an NVIDIA driver of version {wanted} or newer for CUDA {cuda}, found {driver}, so the graphics card cannot be used: update the driver, then install again with torch's build cuda.</source>
            <translation>CUDA {cuda} necesita un controlador de NVIDIA de versión {wanted} o posterior, pero se ha encontrado la {driver}, así que no se puede usar la tarjeta gráfica: actualice el controlador y después instale de nuevo con la versión cuda de torch.</translation>
        </message>
        <message>
            <location filename="../installer/diagnosis.py" />
            <source>Expected room for the engine, found that the disk is full: free some space, and try again.</source>
            <translation>Hace falta espacio para el motor, pero el disco está lleno: libere espacio e inténtelo de nuevo.</translation>
        </message>
        <message>
            <location filename="../installer/diagnosis.py" />
            <source>Expected the package index to have a certificate that is trusted here, found that it has none: add your organisation's authority under Settings ▸ Options ▸ Authentication ▸ Manage Certificates, and try again.</source>
            <translation>El índice de paquetes debe tener un certificado de confianza aquí, pero no lo tiene: añada la autoridad de su organización en Configuración ▸ Opciones ▸ Autenticación ▸ Administrar certificados e inténtelo de nuevo.</translation>
        </message>
        <message>
            <location filename="../installer/diagnosis.py" />
            <source>Expected all packages of the engine in {wheels}, found that some are missing or made for another system or Python (see the log): add them, and try again.</source>
            <translation>Todos los paquetes del motor deberían estar en {wheels}, pero algunos faltan o son para otro sistema u otro Python (vea el registro): añádalos e inténtelo de nuevo.</translation>
        </message>
        <message>
            <location filename="../installer/diagnosis.py" />
            <source>Expected the proxy to let the installation through, found that it does not: check it under Settings ▸ Options ▸ Network, and try again.</source>
            <translation>El proxy debe dejar pasar la instalación, pero no lo hace: compruébelo en Configuración ▸ Opciones ▸ Red e inténtelo de nuevo.</translation>
        </message>
        <message>
            <location filename="../installer/diagnosis.py" />
            <source>Expected packages of the engine for this system and Python, found none (see the log): try another Python.</source>
            <translation>Hacen falta paquetes del motor para este sistema y este Python, pero no los hay (vea el registro): pruebe otro Python.</translation>
        </message>
        <message>
            <location filename="../installer/diagnosis.py" />
            <source>Expected to reach the package index, found no connection ({last}): check the network, and the proxy under Settings ▸ Options ▸ Network, and try again; or give a folder of wheels.</source>
            <translation>El índice de paquetes debe ser accesible, pero no hay conexión ({last}): compruebe la red, y el proxy en Configuración ▸ Opciones ▸ Red, e inténtelo de nuevo; o indique una carpeta de paquetes.</translation>
        </message>
        <message>
            <location filename="../installer/diagnosis.py" />
            <source>Expected the engine to be installed, found that it stopped with status {status} ({last}): see the log.</source>
            <translation>El motor debía instalarse, pero la instalación se detuvo con el código {status} ({last}): vea el registro.</translation>
        </message>
        <message>
            <location filename="../installer/finding.py" />
            <source>Python: uv fetches one, for none that is fit was found</source>
            <translation>Python: uv descarga uno, pues no se encontró ninguno adecuado</translation>
        </message>
        <message>
            <location filename="../installer/finding.py" />
            <source>uv cannot be had, so pip installs, which takes longer</source>
            <translation>uv no está disponible, así que instala pip, que tarda más</translation>
        </message>
        <message>
            <location filename="../installer/finding.py" />
            <source>Expected {wanted} on this machine, found none: install it from python.org or with your system's packages, and try again.</source>
            <translation>Hace falta {wanted} en esta máquina, pero no lo hay: instálelo desde python.org o con los paquetes de su sistema e inténtelo de nuevo.</translation>
        </message>
        <message>
            <location filename="../installer/finding.py" />
            <source>Expected {python} to make environments, found that it lacks venv: install it (on Debian and Ubuntu: sudo apt install python{version}-venv), and try again.</source>
            <translation>{python} debe poder crear entornos, pero le falta venv: instálelo (en Debian y Ubuntu: sudo apt install python{version}-venv) e inténtelo de nuevo.</translation>
        </message>
        <message>
            <location filename="../installer/folders.py" />
            <source>Expected to remove {folder}, found that it is in use or protected ({reason}): end what runs on the engine, and try again.</source>
            <translation>{folder} debe eliminarse, pero está en uso o protegida ({reason}): cierre lo que use el motor e inténtelo de nuevo.</translation>
        </message>
        <message>
            <location filename="../installer/install.py" />
            <source>Removing the engine</source>
            <translation>Eliminación del motor</translation>
        </message>
        <message>
            <location filename="../installer/install.py" />
            <source>Looking at what is there</source>
            <translation>Examen de lo que hay</translation>
        </message>
        <message>
            <location filename="../installer/install.py" />
            <source>The engine was installed already, and works.</source>
            <translation>El motor ya estaba instalado y funciona.</translation>
        </message>
        <message>
            <location filename="../installer/install.py" />
            <source>Looking for a Python, and for what installs with it</source>
            <translation>Búsqueda de un Python y de lo que instala con él</translation>
        </message>
        <message>
            <location filename="../installer/install.py" />
            <source>Making an environment for the engine</source>
            <translation>Creación de un entorno para el motor</translation>
        </message>
        <message>
            <location filename="../installer/install.py" />
            <source>Choosing the build of torch</source>
            <translation>Elección de la versión de torch</translation>
        </message>
        <message>
            <location filename="../installer/install.py" />
            <source>Downloading and installing the engine's packages</source>
            <translation>Descarga e instalación de los paquetes del motor</translation>
        </message>
        <message>
            <location filename="../installer/install.py" />
            <source>Trying the engine</source>
            <translation>Prueba del motor</translation>
        </message>
        <message>
            <location filename="../installer/install.py" />
            <source>The engine that is there is another one than asked for, and is made anew.</source>
            <translation>El motor que hay no es el que se pide, y se hace de nuevo.</translation>
        </message>
        <message>
            <location filename="../installer/install.py" />
            <source>An unfinished installation is made anew.</source>
            <translation>Una instalación sin terminar se hace de nuevo.</translation>
        </message>
        <message>
            <location filename="../installer/install.py" />
            <source>The engine is broken ({how}), and is made anew.</source>
            <translation>El motor está dañado ({how}) y se hace de nuevo.</translation>
        </message>
        <message>
            <location filename="../installer/install.py" />
            <source>Removed the earlier {engine}.</source>
            <translation>Motor anterior eliminado: {engine}.</translation>
        </message>
        <message>
            <location filename="../installer/lock.py" />
            <source>Expected to be the only one that installs the engine, found that another QGIS does it at this moment: wait until it is done.</source>
            <translation>Solo se puede instalar el motor una vez a la vez, pero otro QGIS lo está haciendo en este momento: espere a que termine.</translation>
        </message>
        <message>
            <location filename="../installer/lock.py" />
            <source>Expected to write into {folder}, found that this cannot be done ({reason}): mend it.</source>
            <translation>Hay que poder escribir en {folder}, pero no se puede ({reason}): corríjalo.</translation>
        </message>
        <message>
            <location filename="../installer/progress.py" />
            <source>Downloaded {name}; {done:.0f} of {all:.0f} MB</source>
            <translation>{name} descargado; {done:.0f} de {all:.0f} MB</translation>
        </message>
        <message>
            <location filename="../installer/pythons.py" />
            <source>the Python of QGIS itself</source>
            <translation>el Python del propio QGIS</translation>
        </message>
        <message>
            <location filename="../installer/pythons.py" />
            <source>another kind of Python than the usual one</source>
            <translation>un Python de otro tipo que el habitual</translation>
        </message>
        <message>
            <location filename="../installer/pythons.py" />
            <source>a Python for 32-bit programs</source>
            <translation>un Python para programas de 32 bits</translation>
        </message>
        <message>
            <location filename="../installer/pythons.py" />
            <source>a Python for Intel processors, which torch is no longer made for</source>
            <translation>un Python para procesadores Intel, para los que ya no se hace torch</translation>
        </message>
        <message>
            <location filename="../installer/pythons.py" />
            <source>a file that is none</source>
            <translation>un archivo que no lo es</translation>
        </message>
        <message>
            <location filename="../installer/pythons.py" />
            <source>a Python from {oldest} to {newest}</source>
            <translation>un Python de {oldest} a {newest}</translation>
        </message>
        <message>
            <location filename="../installer/pythons.py" />
            <source>Python {version}</source>
            <translation>Python {version}</translation>
        </message>
        <message>
            <location filename="../installer/pythons.py" />
            <source>Expected {wanted} at {path}, found {found}: choose another one, or none.</source>
            <translation>Se espera {wanted} en {path}, pero se ha encontrado {found}: elija otro, o ninguno.</translation>
        </message>
        <message>
            <location filename="../installer/runner.py" />
            <source>It took more than {n} s.</source>
            <translation>Tardó más de {n} s.</translation>
        </message>
        <message>
            <location filename="../installer/space.py" />
            <source>Expected {need:.0f} GB of free disk space for the engine in {folder}, found {free:.1f} GB: free some, and try again.</source>
            <translation>Hacen falta {need:.0f} GB de espacio libre para el motor en {folder}, pero solo hay {free:.1f} GB: libere espacio e inténtelo de nuevo.</translation>
        </message>
        <message>
            <location filename="../machine.py" />
            <source>Expected 0 (automatic) or {least} to {most} MB as memory for a scene, found {text}</source>
            <translation>La memoria para una escena debe ser 0 (automática) o de {least} a {most} MB, pero el valor es {text}</translation>
        </message>
        <message>
            <location filename="../machine.py" />
            <source>Expected 0 (all) or {least} to {most} threads, found {text}</source>
            <translation>El número de hilos debe ser 0 (todos) o de {least} a {most}, pero el valor es {text}</translation>
        </message>
        <message>
            <location filename="../machine.py" />
            <source>Expected the address of a Dask scheduler (tcp://10.0.0.1:8786) or its file, found {text}</source>
            <translation>Se esperaba la dirección de un planificador de Dask (tcp://10.0.0.1:8786) o su archivo, se encontró {text}</translation>
        </message>
        <message>
            <location filename="../machine.py" />
            <source>Expected a scratch folder at {folder}, found that nothing can be written there ({why})</source>
            <translation>La carpeta temporal debería ser {folder}, pero no se puede escribir en ella ({why})</translation>
        </message>
        <message>
            <location filename="../machine.py" />
            <source>By the settings: {settings}.</source>
            <translation>Según los ajustes: {settings}.</translation>
        </message>
        <message>
            <location filename="../machine.py" />
            <source>Expected one of {expected} as device, found {text}</source>
            <translation>El dispositivo debe ser uno de los valores {expected}, pero el valor es {text}</translation>
        </message>
        <message>
            <location filename="../machine.py" />
            <source>device {device}</source>
            <translation>dispositivo {device}</translation>
        </message>
        <message>
            <location filename="../machine.py" />
            <source>{count} MB for the scene</source>
            <translation>{count} MB para la escena</translation>
        </message>
        <message>
            <location filename="../machine.py" />
            <source>cluster {address}</source>
            <translation>clúster {address}</translation>
        </message>
        <message>
            <location filename="../machine.py" />
            <source>threads: {count}</source>
            <translation>hilos: {count}</translation>
        </message>
        <message>
            <location filename="../machine.py" />
            <source>scratch folder {folder}</source>
            <translation>carpeta temporal {folder}</translation>
        </message>
        <message>
            <location filename="../menu.py" />
            <source>Install the engine…</source>
            <translation>Instalar el motor…</translation>
        </message>
        <message>
            <location filename="../menu.py" />
            <source>Check the engine…</source>
            <translation>Comprobar el motor…</translation>
        </message>
        <message>
            <location filename="../menu.py" />
            <source>Settings…</source>
            <translation>Ajustes…</translation>
        </message>
        <message>
            <location filename="../menu.py" />
            <source>Help</source>
            <translation>Ayuda</translation>
        </message>
        <message>
            <location filename="../provider.py" />
            <source>seg4eo: segmentation of Earth-observation imagery</source>
            <translation>seg4eo: segmentación de imágenes de observación de la Tierra</translation>
        </message>
        <message>
            <location filename="../settings.py" />
            <source>Plugins ▸ seg4eo ▸ Settings…</source>
            <translation>Complementos ▸ seg4eo ▸ Ajustes…</translation>
        </message>
        <message>
            <location filename="../settings.py" />
            <source>no setting, so the default</source>
            <translation>ningún ajuste, por tanto la ubicación predeterminada</translation>
        </message>
        <message>
            <location filename="../settings.py" />
            <source>an unfinished or broken one</source>
            <translation>una instalación sin terminar o dañada</translation>
        </message>
        <message>
            <location filename="../settings.py" />
            <source>a file that cannot be run</source>
            <translation>un archivo que no se puede ejecutar</translation>
        </message>
        <message>
            <location filename="../settings.py" />
            <source>nothing there</source>
            <translation>nada</translation>
        </message>
        <message>
            <location filename="../settings.py" />
            <source>Expected the Python of the seg4eo engine at {path} ({named_by}), found {found}: run 'Install the engine' in the toolbox, or choose a Python that has the engine under {menu}{hint}.</source>
            <translation>El Python del motor seg4eo debería estar en {path} ({named_by}); encontrado: {found}. Ejecute «Instalar el motor» en la caja de herramientas, o elija un Python que contenga el motor en {menu}{hint}.</translation>
        </message>
        <message>
            <location filename="../settings.py" />
            <source>, in your home folder and made with the Python inside the {kind} of QGIS, which does not see the system's</source>
            <translation>, en su carpeta personal y con el Python del {kind} de QGIS, que no ve el del sistema</translation>
        </message>
        <message>
            <location filename="../settings.py" />
            <source>the environment variable {name}</source>
            <translation>la variable de entorno {name}</translation>
        </message>
        <message>
            <location filename="../settings.py" />
            <source>the setting {name}</source>
            <translation>el ajuste {name}</translation>
        </message>
        <message>
            <location filename="../settings_page.py" />
            <source>Engine's Python (empty: the one that seg4eo installed)</source>
            <translation>Python del motor (vacío: el que instaló seg4eo)</translation>
        </message>
        <message>
            <location filename="../settings_page.py" />
            <source>Device, where an algorithm leaves it at auto</source>
            <translation>Dispositivo, si un algoritmo lo deja en auto</translation>
        </message>
        <message>
            <location filename="../settings_page.py" />
            <source>Memory for a scene [MB] (0: automatic)</source>
            <translation>Memoria para una escena [MB] (0: automática)</translation>
        </message>
        <message>
            <location filename="../settings_page.py" />
            <source>Threads (0: all cores)</source>
            <translation>Hilos (0: todos los núcleos)</translation>
        </message>
        <message>
            <location filename="../settings_page.py" />
            <source>Scratch folder (empty: the system's)</source>
            <translation>Carpeta temporal (vacío: la del sistema)</translation>
        </message>
        <message>
            <location filename="../settings_page.py" />
            <source>Dask scheduler (empty: no cluster)</source>
            <translation>Planificador Dask (vacío: sin clúster)</translation>
        </message>
        <message>
            <location filename="../settings_page.py" />
            <source>Engine's Python (not used, for {variable} is set)</source>
            <translation>Python del motor (no se usa, pues {variable} está definida)</translation>
        </message>
        <message>
            <location filename="../settings_page.py" />
            <source>Expected a Python that can be run at {path}, found none</source>
            <translation>Debería haber un Python ejecutable en {path}, pero no hay ninguno</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Create sample data</source>
            <translation>Crear datos de ejemplo</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Write a small, realistic landscape to try everything else on. It is a ten-band Sentinel-2-like scene with its label raster, class polygons and a sampling grid. The same seed gives the same files.</source>
            <translation>Crea un paisaje pequeño y realista para probar todo lo demás: una escena de diez bandas parecida a Sentinel-2, con su ráster de etiquetas, polígonos de clases y una cuadrícula de muestreo. La misma semilla da los mismos archivos.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Sample folder</source>
            <translation>Carpeta del ejemplo</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>New folder that the sample files are written into.</source>
            <translation>Carpeta nueva en la que se escriben los archivos de ejemplo.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Scene size</source>
            <translation>Tamaño de la escena</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Width and height of the scene.</source>
            <translation>Anchura y altura de la escena.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>px</source>
            <translation>px</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Seed</source>
            <translation>Semilla</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Another number gives another landscape.</source>
            <translation>Otro número da otro paisaje.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The folder with all sample files.</source>
            <translation>La carpeta con todos los archivos de ejemplo.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Scene</source>
            <translation>Escena</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Ten-band scene, Sentinel-2-like reflectance × 10000.</source>
            <translation>Escena de diez bandas, reflectancia × 10000 como en Sentinel-2.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Labels</source>
            <translation>Etiquetas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Label raster: the class of every pixel.</source>
            <translation>Ráster de etiquetas: la clase de cada píxel.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Class polygons</source>
            <translation>Polígonos de clases</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The same classes as polygons.</source>
            <translation>Las mismas clases en forma de polígonos.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Grid</source>
            <translation>Cuadrícula</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Sampling grid with a split column.</source>
            <translation>Cuadrícula de muestreo con una columna de partición.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Create sampling grid</source>
            <translation>Crear cuadrícula de muestreo</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Lay a grid of patch-sized cells over a raster, and split them into training, validation and test. The cells are aligned to the raster's pixels. Neighbouring cells are kept together in blocks, with a gap between the splits, so that no test cell is next door to a training cell and the measured accuracy stays honest.</source>
            <translation>Traza sobre un ráster una cuadrícula de celdas del tamaño de un parche y las reparte entre entrenamiento, validación y prueba. Las celdas se alinean con los píxeles del ráster. Las celdas vecinas se mantienen juntas en bloques, con una separación entre las partes, de modo que ninguna celda de prueba linda con una de entrenamiento y la exactitud medida es honesta.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Raster</source>
            <translation>Ráster</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The cells are aligned to the pixels of this raster.</source>
            <translation>Las celdas se alinean con los píxeles de este ráster.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>GeoPackage that the cells are written into.</source>
            <translation>GeoPackage en el que se escriben las celdas.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Area of interest</source>
            <translation>Zona de interés</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Polygons: only cells that touch them are kept. Empty: the whole raster.</source>
            <translation>Polígonos: solo se conservan las celdas que los tocan. Vacío: todo el ráster.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Patch size</source>
            <translation>Tamaño de los parches</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Width and height of a cell.</source>
            <translation>Anchura y altura de una celda.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Patch size in metres</source>
            <translation>Tamaño de los parches en metros</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Width and height of a cell on the ground, instead of in pixels; rounded to whole pixels.</source>
            <translation>Anchura y altura de una celda sobre el terreno, en lugar de en píxeles; se redondea a píxeles enteros.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>m</source>
            <translation>m</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Overlap</source>
            <translation>Solape</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Overlap of neighbouring cells.</source>
            <translation>Solape de las celdas vecinas.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Stride</source>
            <translation>Paso</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>From the start of one cell to that of the next, instead of an overlap; more than the patch size leaves gaps.</source>
            <translation>Del inicio de una celda al de la siguiente, en lugar de un solape; un paso mayor que el parche deja huecos.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Least valid share</source>
            <translation>Proporción válida mínima</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Cells with a smaller share of valid (not nodata) pixels are left out.</source>
            <translation>Se descartan las celdas con una proporción menor de píxeles válidos (que no sean nodata).</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Label raster, whose class shares are written into the grid. Empty: no labels, or polygons.</source>
            <translation>Ráster de etiquetas, cuyas proporciones de clases se escriben en la cuadrícula. Vacío: sin etiquetas, o polígonos.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Label polygons</source>
            <translation>Polígonos de etiquetas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Polygons to be used as labels instead of a label raster.</source>
            <translation>Polígonos que sirven de etiquetas en lugar de un ráster de etiquetas.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Class field</source>
            <translation>Campo de clase</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Column of the label polygons with class numbers or names. Empty: all polygons are class 1.</source>
            <translation>Columna de los polígonos de etiquetas con el número o el nombre de la clase. Vacío: todos los polígonos son de la clase 1.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Values to ignore</source>
            <translation>Valores que se ignoran</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Label values that are not a class (unlabelled, clouds): they are neither learned nor measured.</source>
            <translation>Valores de etiqueta que no son una clase (sin etiquetar, nubes): no se aprenden ni se miden.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Least labelled share</source>
            <translation>Proporción etiquetada mínima</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Cells with a smaller share of labelled pixels are left out, where labels are given.</source>
            <translation>Se descartan las celdas con una proporción menor de píxeles etiquetados, si se dan etiquetas.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Validation share</source>
            <translation>Proporción de validación</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Share of the cells for validation.</source>
            <translation>Proporción de las celdas para la validación.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Test share</source>
            <translation>Proporción de prueba</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Share of the cells for the test.</source>
            <translation>Proporción de las celdas para la prueba.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Split</source>
            <translation>Partición</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>How cells become training, validation and test: in blocks of neighbours, stratified in blocks so that every split has its share of each class of the labels, at random, or by a column of the area of interest.</source>
            <translation>Cómo se reparten las celdas entre entrenamiento, validación y prueba: en bloques de vecinas (blocks), en bloques estratificados para que cada parte reciba de cada clase de las etiquetas (stratified), al azar (random) o según una columna de la zona de interés (column).</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Split column</source>
            <translation>Columna de partición</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Column of the area of interest that holds train, validation or test: a cell takes it from the polygon that it mostly lies in. Where it is empty, cells are split in blocks.</source>
            <translation>Columna de la zona de interés que contiene train, validation o test: una celda toma el valor del polígono en el que está en su mayor parte. Donde está vacía, las celdas se reparten en bloques.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Block size</source>
            <translation>Tamaño de los bloques</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Squares of this many by this many cells get the same split. Empty: about thirty blocks.</source>
            <translation>Los cuadrados de este número de celdas de lado van a la misma parte. Vacío: unos treinta bloques.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>cells</source>
            <translation>celdas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Buffer</source>
            <translation>Franja de separación</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Least distance between cells of different splits, in cells; those that are nearer are left out. Empty: 1, where that leaves out at most a quarter of the cells.</source>
            <translation>Distancia mínima entre celdas de partes distintas, en celdas; las que están más cerca se descartan. Vacío: 1, donde eso descarta como mucho un cuarto de las celdas.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Another number gives another split.</source>
            <translation>Otro número da otra partición.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Cells with a split column.</source>
            <translation>Celdas con una columna de partición.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Cells</source>
            <translation>Celdas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Number of cells.</source>
            <translation>Número de celdas.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Training cells</source>
            <translation>Celdas de entrenamiento</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Cells to learn from.</source>
            <translation>Celdas de las que se aprende.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Validation cells</source>
            <translation>Celdas de validación</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Cells that choose the best epoch.</source>
            <translation>Celdas que sirven para elegir la mejor época.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Test cells</source>
            <translation>Celdas de prueba</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Cells that measure the accuracy.</source>
            <translation>Celdas que sirven para medir la exactitud.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Rasterize labels</source>
            <translation>Rasterizar etiquetas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Turn polygons into a label raster on the pixels of an image. The label raster has the class names and colours with it, and is styled when it is loaded into QGIS. Polygons in another coordinate reference system are reprojected.</source>
            <translation>Convierte polígonos en un ráster de etiquetas sobre los píxeles de una imagen. El ráster lleva los nombres y los colores de las clases, y recibe su estilo al cargarse en QGIS. Los polígonos en otro sistema de referencia de coordenadas se reproyectan.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Polygons</source>
            <translation>Polígonos</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Layer of polygons of known classes.</source>
            <translation>Capa de polígonos de clases conocidas.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The labels get the pixels of this raster.</source>
            <translation>Las etiquetas toman los píxeles de este ráster.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Label raster</source>
            <translation>Ráster de etiquetas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>GeoTIFF that the class of every pixel is written into.</source>
            <translation>GeoTIFF en el que se escribe la clase de cada píxel.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Column with the class of each polygon, whole numbers or names. Empty: all polygons are class 1.</source>
            <translation>Columna con la clase de cada polígono, números enteros o nombres. Vacío: todos los polígonos son de la clase 1.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Classes</source>
            <translation>Clases</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Class values with names, and colours if wanted: 1=water, 2=forest:#0a7d32. Empty: what the polygons have; names get the values 1, 2, … in alphabetical order.</source>
            <translation>Valores de clase con su nombre y, si se desea, su color: 1=water, 2=forest:#0a7d32. Vacío: los que tengan los polígonos; los nombres reciben los valores 1, 2, … por orden alfabético.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Background value</source>
            <translation>Valor del fondo</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Class value of pixels outside of all polygons. Empty: they are unlabelled, and nothing is learned there.</source>
            <translation>Valor de clase de los píxeles fuera de todos los polígonos. Vacío: quedan sin etiqueta y allí no se aprende nada.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Order of painting</source>
            <translation>Orden de dibujo</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Polygons that come later are painted over earlier ones: in the order of the layer, the largest first, or by a column.</source>
            <translation>Los polígonos que se dibujan después tapan a los anteriores: en el orden de la capa (layer), primero los mayores (largest_first) o según una columna (field).</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Order field</source>
            <translation>Campo de orden</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Column to paint by where the order is field, the smallest value first.</source>
            <translation>Columna que da el orden de dibujo cuando este es field, primero el valor menor.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>All touched pixels</source>
            <translation>Todos los píxeles tocados</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>A polygon takes every pixel that it touches, instead of those whose centre lies in it.</source>
            <translation>Un polígono toma todos los píxeles que toca, en lugar de aquellos cuyo centro contiene.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Polygons grow by this on the ground; a negative number shrinks them.</source>
            <translation>Los polígonos crecen esta distancia sobre el terreno; un número negativo los encoge.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Unlabelled border</source>
            <translation>Borde sin etiqueta</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Pixels nearer than this to the outline of a polygon are unlabelled, inside and outside.</source>
            <translation>Los píxeles más cercanos que esto al contorno de un polígono quedan sin etiqueta, por dentro y por fuera.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>GeoTIFF with the class of every pixel.</source>
            <translation>GeoTIFF con la clase de cada píxel.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Class values with names: 1=water.</source>
            <translation>Valores de clase con su nombre: 1=water.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Labelled share</source>
            <translation>Proporción etiquetada</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Share of the raster's pixels that have a class.</source>
            <translation>Proporción de los píxeles del ráster que tienen una clase.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Number of polygons that touch the raster.</source>
            <translation>Número de polígonos que tocan el ráster.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Extract patches</source>
            <translation>Extraer parches</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Cut images and their labels into patches, and write them as a dataset to train on. The patches are the cells of a grid, or a regular tiling where no grid is given. Cells on the image's pixels are copied as they are; others are resampled. Labels are rasters of class values, colour masks or polygons; where they lie on another grid or in another coordinate reference system, they are brought onto the image's pixels.</source>
            <translation>Recorta imágenes y sus etiquetas en parches y hace con ellos un conjunto de datos para entrenar. Los parches son las celdas de una cuadrícula, o un teselado regular si no se da ninguna. Las celdas alineadas con los píxeles de la imagen se copian tal cual; las demás se remuestrean. Las etiquetas son rásteres de valores de clase, máscaras de color o polígonos; si están en otra cuadrícula o en otro sistema de referencia de coordenadas, se llevan a los píxeles de la imagen.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Images</source>
            <translation>Imágenes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>One or more rasters with the same bands. Empty where a folder is given.</source>
            <translation>Uno o varios rásteres con las mismas bandas. Vacío si se da una carpeta.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>A label raster for each image, in the same order: class values, or a mask whose colours are named in the classes. Empty where polygons are given.</source>
            <translation>Un ráster de etiquetas por imagen, en el mismo orden: valores de clase, o una máscara cuyos colores se nombran en las clases. Vacío si se dan polígonos.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Polygons to be used as labels of all images, instead of label rasters.</source>
            <translation>Polígonos que sirven de etiquetas de todas las imágenes, en lugar de rásteres de etiquetas.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Class value of pixels outside of all label polygons. Empty: they are unlabelled.</source>
            <translation>Valor de clase de los píxeles fuera de todos los polígonos de etiquetas. Vacío: quedan sin etiqueta.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Dataset</source>
            <translation>Conjunto de datos</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>New folder that the patches are written into.</source>
            <translation>Carpeta nueva en la que se escriben los parches.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Polygons, one a patch; a column named split may hold train, validation or test. Empty: regular tiling.</source>
            <translation>Polígonos, uno por parche; una columna llamada split puede contener train, validation o test. Vacío: teselado regular.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Width and height of a patch. Empty: that of the grid's cells, or 256 in regular tiling.</source>
            <translation>Anchura y altura de un parche. Vacío: las de las celdas de la cuadrícula, o 256 en un teselado regular.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Overlap of neighbouring patches in regular tiling.</source>
            <translation>Solape de los parches vecinos en un teselado regular.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Ground resolution</source>
            <translation>Resolución sobre el terreno</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Size of a pixel of the patches; the images are resampled to it. Empty: the images' own.</source>
            <translation>Tamaño de un píxel de los parches; las imágenes se remuestrean a él. Vacío: el de las imágenes.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Bands</source>
            <translation>Bandas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Numbers (the first is 1) or names of the bands to use, in the order wanted. Empty: all bands.</source>
            <translation>Números (la primera es 1) o nombres de las bandas que se usan, en el orden deseado. Vacío: todas las bandas.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Class values with names, and colours if wanted: 1=water, 2=forest:#0a7d32. What is left out is taken from the labels. Colour masks need the colours.</source>
            <translation>Valores de clase con su nombre y, si se desea, su color: 1=water, 2=forest:#0a7d32. Lo que falte se toma de las etiquetas. Las máscaras de color necesitan los colores.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>These values against the rest</source>
            <translation>Estos valores frente al resto</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Label values that become class 1, while all other labelled values become class 0. Empty: classes as they are.</source>
            <translation>Valores de etiqueta que pasan a ser la clase 1, mientras que todos los demás pasan a ser la clase 0. Vacío: las clases tal cual.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Share of the patches for validation where the grid has no split column.</source>
            <translation>Proporción de los parches para la validación si la cuadrícula no tiene columna de partición.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Share of the patches for the test where the grid has no split column.</source>
            <translation>Proporción de los parches para la prueba si la cuadrícula no tiene columna de partición.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>How patches become training, validation and test: in blocks of neighbours, stratified in blocks so that every split has its share of each class, at random, or by a column of the grid; auto takes the grid's column where it has one, else blocks.</source>
            <translation>Cómo se reparten los parches entre entrenamiento, validación y prueba: en bloques de vecinos (blocks), en bloques estratificados para que cada parte reciba de cada clase (stratified), al azar (random) o según una columna de la cuadrícula (column); auto toma la columna de la cuadrícula si la tiene y, si no, bloques.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Column of the grid that holds train, validation or test.</source>
            <translation>Columna de la cuadrícula que contiene train, validation o test.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Squares of this many by this many patches get the same split. Empty: about thirty blocks.</source>
            <translation>Los cuadrados de este número de parches de lado van a la misma parte. Vacío: unos treinta bloques.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>patches</source>
            <translation>parches</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Least distance between patches of different splits, in patches; those that are nearer are left out. Empty: 1, where that leaves out at most a quarter of the patches.</source>
            <translation>Distancia mínima entre parches de partes distintas, en parches; los que están más cerca se descartan. Vacío: 1, donde eso descarta como mucho un cuarto de los parches.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>A grid for each image</source>
            <translation>Una cuadrícula por imagen</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>A polygon layer for each image, in the same order, instead of one grid for all.</source>
            <translation>Una capa de polígonos por imagen, en el mismo orden, en lugar de una sola cuadrícula para todas.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Move cells onto pixels</source>
            <translation>Ajustar las celdas a los píxeles</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Cells that are off the image's pixels by less than a pixel are moved onto them instead of being resampled, so that pixels are copied as they are.</source>
            <translation>Las celdas desplazadas menos de un píxel respecto a la imagen se mueven a sus píxeles en lugar de remuestrearse, para que los píxeles se copien tal cual.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Resampling of images</source>
            <translation>Remuestreo de las imágenes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>How pixels are made where they are not those of the image.</source>
            <translation>Cómo se calculan los píxeles donde no son los de la imagen.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Resampling of labels</source>
            <translation>Remuestreo de las etiquetas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>nearest takes the class at the middle of a pixel, mode the most frequent one in it.</source>
            <translation>nearest toma la clase del centro del píxel, mode la más frecuente dentro de él.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Stacked rasters</source>
            <translation>Rásteres apilados</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Rasters whose bands follow those of every image, brought onto its pixels: an elevation model, radar, bands of another resolution.</source>
            <translation>Rásteres cuyas bandas siguen a las de cada imagen, llevadas a sus píxeles: un modelo digital de elevaciones, radar, bandas de otra resolución.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Folder of images and labels</source>
            <translation>Carpeta de imágenes y etiquetas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Folder in which images and labels are found by the patterns, instead of lists.</source>
            <translation>Carpeta en la que las imágenes y las etiquetas se buscan con los patrones, en lugar de dar listas.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Image pattern</source>
            <translation>Patrón de las imágenes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Where the images lie in the folder; * stands for the name of a pair.</source>
            <translation>Dónde están las imágenes dentro de la carpeta; * representa el nombre de cada pareja.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Label pattern</source>
            <translation>Patrón de las etiquetas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Where the labels lie in the folder, rasters or polygons, such as masks/*_mask.png. Not used with label polygons for all images.</source>
            <translation>Dónde están las etiquetas dentro de la carpeta, rásteres o polígonos, por ejemplo masks/*_mask.png. No se usa si unos polígonos etiquetan todas las imágenes.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Stack patterns</source>
            <translation>Patrones de los rásteres apilados</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Where the rasters to be stacked on each image lie in the folder.</source>
            <translation>Dónde están, dentro de la carpeta, los rásteres que se apilan sobre cada imagen.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Grid pattern</source>
            <translation>Patrón de las cuadrículas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Where the grids of the images lie in the folder. Empty: the grid above, or regular tiling.</source>
            <translation>Dónde están las cuadrículas de las imágenes dentro de la carpeta. Vacío: la cuadrícula de arriba, o un teselado regular.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>A label polygon takes every pixel that it touches, not only those whose middle lies in it.</source>
            <translation>Un polígono de etiquetas toma todos los píxeles que toca, no solo aquellos cuyo centro contiene.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Nodata value</source>
            <translation>Valor nodata</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Pixels of this value are invalid, besides those that the images themselves mark so.</source>
            <translation>Los píxeles con este valor no son válidos, además de los que las propias imágenes marcan así.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Patches with a smaller share of pixels that are valid and labelled are left out.</source>
            <translation>Se descartan los parches con una proporción menor de píxeles válidos y etiquetados.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Add to the dataset</source>
            <translation>Añadir al conjunto de datos</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The dataset exists and is added to: its patches keep their split, and so do new ones at the same places.</source>
            <translation>El conjunto de datos existe y se amplía: sus parches conservan su parte, y los nuevos en los mismos lugares reciben la misma.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Dask scheduler</source>
            <translation>Planificador de Dask</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Address of a Dask cluster whose workers do the work, such as tcp://10.0.0.1:8786, or its scheduler file. They need the same engine, and must see inputs and output under the same paths. Empty: no cluster.</source>
            <translation>Dirección de un clúster Dask cuyos procesos hacen el trabajo, como tcp://10.0.0.1:8786, o su archivo de planificador. Necesitan el mismo motor y deben ver las entradas y la salida en las mismas rutas. Vacío: sin clúster.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Workers on this machine</source>
            <translation>Procesos en este equipo</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Processes that do the work together. 0: one for each graphics card, or for each core where there is none. Empty: this process does it alone.</source>
            <translation>Procesos que hacen el trabajo juntos. 0: uno por tarjeta gráfica, o por núcleo si no hay ninguna. Vacío: este proceso lo hace solo.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The dataset folder.</source>
            <translation>La carpeta del conjunto de datos.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Patch outlines</source>
            <translation>Contornos de los parches</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Outline and split of each patch.</source>
            <translation>Contorno y parte de cada parche.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Patches</source>
            <translation>Parches</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Number of patches.</source>
            <translation>Número de parches.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Training patches</source>
            <translation>Parches de entrenamiento</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Patches to learn from.</source>
            <translation>Parches de los que se aprende.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Validation patches</source>
            <translation>Parches de validación</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Patches that choose the best epoch.</source>
            <translation>Parches que sirven para elegir la mejor época.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Test patches</source>
            <translation>Parches de prueba</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Patches that measure the accuracy.</source>
            <translation>Parches que sirven para medir la exactitud.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Adopt existing patches</source>
            <translation>Adoptar parches existentes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Make a dataset of patches that were cut elsewhere. The folder holds train, validation (or val) and test; in each of them, images and labels (or masks) have files of the same names, GeoTIFF, PNG or JPEG. Every pair is checked, and the patches keep their pixels and their split.</source>
            <translation>Hace un conjunto de datos con parches recortados en otro lugar. La carpeta contiene train, validation (o val) y test; en cada una, las imágenes (images) y las etiquetas (labels o masks) son archivos con los mismos nombres, GeoTIFF, PNG o JPEG. Se comprueba cada pareja, y los parches conservan sus píxeles y su parte.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Folder of patches</source>
            <translation>Carpeta de los parches</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Folder with train, validation and test in it.</source>
            <translation>Carpeta que contiene train, validation y test.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>New folder that the dataset is written into.</source>
            <translation>Carpeta nueva en la que se escribe el conjunto de datos.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Dataset report</source>
            <translation>Informe del conjunto de datos</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Say whether a dataset is fit to train on, what is wrong with it, and what is in it. The page shows the classes and bands of each split, some images beside their labels, and where the patches lie. It finds splits that share ground, copies, labels that are empty or do not lie on their image, missing classes, and bands that tell nothing or are in another unit.</source>
            <translation>Dice si un conjunto de datos sirve para entrenar, qué falla en él y qué contiene. La página muestra las clases y las bandas de cada parte, algunas imágenes junto a sus etiquetas y dónde están los parches. Señala las partes que comparten terreno, las copias, las etiquetas vacías o desplazadas respecto a su imagen, las clases que faltan y las bandas que no aportan nada o están en otra unidad.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Folder with a dataset.</source>
            <translation>Carpeta de un conjunto de datos.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The page to write; a JSON file with the same numbers is written beside it.</source>
            <translation>La página que se escribe; junto a ella se escribe un archivo JSON con los mismos números.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The page.</source>
            <translation>La página.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Report as JSON</source>
            <translation>Informe en JSON</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The same in numbers, beside the page.</source>
            <translation>Lo mismo en números, junto a la página.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Patches of the dataset.</source>
            <translation>Parches del conjunto de datos.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Problems</source>
            <translation>Problemas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>What should be mended before training.</source>
            <translation>Lo que conviene corregir antes del entrenamiento.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Nearest test patch</source>
            <translation>Parche de prueba más cercano</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Smallest distance between a training and a test patch; none where they share no map.</source>
            <translation>Distancia mínima entre un parche de entrenamiento y uno de prueba; ninguna si no comparten mapa.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Nearest test patch in patch widths</source>
            <translation>Distancia en anchuras de parche</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The same distance in widths of a patch.</source>
            <translation>La misma distancia en anchuras de parche.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Train a model</source>
            <translation>Entrenar un modelo</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Train a segmentation network on a dataset. The epoch with the best mean intersection over union on the validation patches becomes the model file, which holds everything that prediction needs: bands, classes, normalisation, calibrated confidence. The test patches, never seen in training, then tell how good it is. A training that was stopped can be gone on with.</source>
            <translation>Entrena una red de segmentación con un conjunto de datos. La época con la mejor intersección sobre unión media en los parches de validación da el archivo del modelo, que contiene todo lo que la predicción necesita: bandas, clases, normalización, confianza calibrada. Los parches de prueba, nunca vistos durante el entrenamiento, dicen después lo bueno que es. Un entrenamiento detenido se puede continuar.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Folder written by Extract patches.</source>
            <translation>Carpeta escrita por «Extraer parches».</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>File that the best model is written to. All that happens on the way goes into a folder beside it, named after it and _training: curves, previews, and what is needed to go on after a stop.</source>
            <translation>Archivo en el que se escribe el mejor modelo. Todo lo que ocurre por el camino va a una carpeta contigua, con su nombre seguido de _training: curvas, vistas previas y lo necesario para continuar tras una parada.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Architecture</source>
            <translation>Arquitectura</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Shape of the network; unet is a sound start. tv_ networks are torchvision's; custom_unet has no encoder and is shaped by its own options.</source>
            <translation>Forma de la red; unet es un buen comienzo. Las redes tv_ son las de torchvision; custom_unet no tiene codificador y toma la forma que le dan sus propias opciones.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Encoder</source>
            <translation>Codificador</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Backbone of the network, by its name in segmentation-models-pytorch, or tu- and a name of timm: resnet18 is quick, resnet34 or efficientnet-b0 are often a little better. Of tv_ networks: resnet50, resnet101 or mobilenet_v3_large; of dpt a vision transformer such as tu-vit_tiny_patch16_224.</source>
            <translation>Base de la red, por su nombre en segmentation-models-pytorch, o tu- seguido de un nombre de timm: resnet18 es rápido, resnet34 o efficientnet-b0 suelen ser algo mejores. Para las redes tv_: resnet50, resnet101 o mobilenet_v3_large; para dpt, un transformador de visión como tu-vit_tiny_patch16_224.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Encoder weights</source>
            <translation>Pesos del codificador</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>none starts from nothing; imagenet, or another name that the encoder has, from weights learned on photographs, which are fetched from the internet once; the path of a .pth or .safetensors file, from that.</source>
            <translation>none parte de cero; imagenet, u otro nombre que tenga el codificador, parte de pesos aprendidos con fotografías, que se descargan de internet una sola vez; la ruta de un archivo .pth o .safetensors parte de ese archivo.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Network options</source>
            <translation>Opciones de la red</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Of custom_unet: base_filters=32, depth=5, first_kernel_px=3, kernel_px=3, dropout=0, dilation=1, norm=batch (or group, instance, none), max_filters=0 (no limit), upsampling=bilinear (or transposed).</source>
            <translation>Para custom_unet: base_filters=32, depth=5, first_kernel_px=3, kernel_px=3, dropout=0, dilation=1, norm=batch (o group, instance, none), max_filters=0 (sin límite), upsampling=bilinear (o transposed).</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Epochs</source>
            <translation>Épocas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Most passes through the training patches; it stops before where nothing improves.</source>
            <translation>Número máximo de pasadas por los parches de entrenamiento; se detiene antes si nada mejora.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Time limit</source>
            <translation>Límite de tiempo</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Stop after this many minutes and keep the best model so far; the result then depends on the machine. Empty: no limit.</source>
            <translation>Detenerse tras este número de minutos y conservar el mejor modelo hasta entonces; el resultado depende entonces de la máquina. Vacío: sin límite.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>min</source>
            <translation>min</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Batch size</source>
            <translation>Tamaño del lote</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Patches that are learned from at once, on all devices together.</source>
            <translation>Parches de los que se aprende a la vez, en todos los dispositivos juntos.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Learning rate</source>
            <translation>Tasa de aprendizaje</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Size of a learning step; smaller is slower and steadier.</source>
            <translation>Tamaño de un paso de aprendizaje; más pequeño es más lento y más estable.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Find the batch size</source>
            <translation>Buscar el tamaño del lote</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Begin with the largest batch that the memory holds, up to four times the given one.</source>
            <translation>Empezar con el mayor lote que quepa en la memoria, hasta cuatro veces el indicado.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Find the learning rate</source>
            <translation>Buscar la tasa de aprendizaje</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Try a hundred steps with growing learning rates first, and take a good one.</source>
            <translation>Probar primero cien pasos con tasas de aprendizaje crecientes y tomar una buena.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Augmentation</source>
            <translation>Aumento de datos</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Random changes to the training patches: light turns and flips them, medium also changes size, brightness and noise, strong also bends, blurs and hides parts.</source>
            <translation>Cambios al azar en los parches de entrenamiento: light los gira y los voltea, medium cambia además el tamaño, el brillo y el ruido, strong también los deforma, los desenfoca y oculta partes.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Further augmentations</source>
            <translation>Otros aumentos</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Single changes besides those of the level: flip, turn, rotate, zoom, shear, elastic, grid, blur, noise, brightness, contrast, gamma, haze, band_dropout, cutout.</source>
            <translation>Cambios sueltos además de los del nivel: flip, turn, rotate, zoom, shear, elastic, grid, blur, noise, brightness, contrast, gamma, haze, band_dropout, cutout.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Loss</source>
            <translation>Función de pérdida</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>What is minimised: a weighted sum of ce (cross-entropy), bce, dice, jaccard, focal, tversky, lovasz and mcc.</source>
            <translation>Lo que se minimiza: una suma ponderada de ce (entropía cruzada), bce, dice, jaccard, focal, tversky, lovasz y mcc.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Class weights</source>
            <translation>Ponderación de las clases</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Lets rare classes count more in ce, bce and focal: by inverse frequency, by median frequency, or by the effective number of pixels.</source>
            <translation>Hace que las clases raras cuenten más en ce, bce y focal: por la inversa de la frecuencia (inverse), por la frecuencia mediana (median) o por el número efectivo de píxeles (effective).</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Given class weights</source>
            <translation>Pesos dados a las clases</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Weights of single classes instead, by value or name, such as water=2.5.</source>
            <translation>Pesos de clases sueltas, por valor o por nombre, por ejemplo water=2.5, en lugar de la ponderación.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Label smoothing</source>
            <translation>Suavizado de etiquetas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Share of certainty that is taken off the labels in ce and bce, where they are not exact.</source>
            <translation>Proporción de certeza que se quita a las etiquetas en ce y bce, cuando no son exactas.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Normalization</source>
            <translation>Normalización</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>How band values are scaled, with numbers taken once from the training patches.</source>
            <translation>Cómo se escalan los valores de las bandas, con números tomados una sola vez de los parches de entrenamiento.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The same seed gives the same training.</source>
            <translation>La misma semilla da el mismo entrenamiento.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Optimizer</source>
            <translation>Optimizador</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>How gradients become learning steps.</source>
            <translation>Cómo los gradientes se convierten en pasos de aprendizaje.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Weight decay</source>
            <translation>Decaimiento de los pesos</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Pull of the weights towards zero.</source>
            <translation>Fuerza que lleva los pesos hacia cero.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Schedule</source>
            <translation>Evolución de la tasa</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Course of the learning rate: cosine falls to zero at the end, onecycle rises first, plateau is halved when the validation loss stands still.</source>
            <translation>Curso de la tasa de aprendizaje: cosine baja hasta cero al final, onecycle sube primero, plateau se reduce a la mitad cuando la pérdida de validación se estanca.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Warm-up</source>
            <translation>Calentamiento</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Share of the training in which the learning rate rises from zero.</source>
            <translation>Proporción del entrenamiento en la que la tasa de aprendizaje sube desde cero.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Patience</source>
            <translation>Paciencia</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Stop after this many epochs without a better validation score.</source>
            <translation>Detenerse tras este número de épocas sin una puntuación de validación mejor.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>epochs</source>
            <translation>épocas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Keep the best by</source>
            <translation>Conservar el mejor por</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The score on the validation patches that decides which epoch becomes the model.</source>
            <translation>La puntuación en los parches de validación que decide qué época pasa a ser el modelo.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Averaging of weights</source>
            <translation>Promedio de los pesos</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The model is the running mean of the weights, in which each step keeps this share of the mean before it. 0: no mean.</source>
            <translation>El modelo es la media móvil de los pesos, en la que cada paso conserva esta proporción de la media anterior. 0: sin media.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Gradient clipping</source>
            <translation>Recorte del gradiente</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Longest gradient of a step; longer ones are shortened to it. 0: no limit.</source>
            <translation>Gradiente más largo de un paso; los más largos se acortan a él. 0: sin límite.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Batches in a step</source>
            <translation>Lotes por paso</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Batches whose gradients are added up before a step, as if the batch were so much larger.</source>
            <translation>Lotes cuyos gradientes se suman antes de un paso, como si el lote fuera otras tantas veces mayor.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Epochs with a frozen encoder</source>
            <translation>Épocas con codificador fijo</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Leave pretrained weights of the encoder as they are for the first epochs.</source>
            <translation>Dejar como están los pesos preentrenados del codificador durante las primeras épocas.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Folds</source>
            <translation>Pliegues</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Train so many networks, each tested on another part of the training and validation patches; together they are one model. Empty: one network.</source>
            <translation>Entrenar este número de redes, cada una probada en otra parte de los parches de entrenamiento y validación; juntas forman un solo modelo. Vacío: una red.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Go on with a stopped training</source>
            <translation>Continuar un entrenamiento detenido</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Begin where the stopped training of the same model ended.</source>
            <translation>Empezar donde terminó el entrenamiento detenido del mismo modelo.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Preview scenes</source>
            <translation>Escenas de vista previa</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Small scenes that are mapped on the way, as pictures in the folder beside the model.</source>
            <translation>Escenas pequeñas que se cartografían por el camino, como imágenes en la carpeta contigua al modelo.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Preview every</source>
            <translation>Vista previa cada</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Epochs from one preview to the next.</source>
            <translation>Épocas de una vista previa a la siguiente.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>TensorBoard</source>
            <translation>TensorBoard</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Also write the course of the training for TensorBoard.</source>
            <translation>Escribir también el curso del entrenamiento para TensorBoard.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Device</source>
            <translation>Dispositivo</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>auto takes the graphics card where there is one that works.</source>
            <translation>auto toma la tarjeta gráfica si hay una que funcione.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Devices</source>
            <translation>Número de dispositivos</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Graphics cards (or, on a CPU, processes) of this machine that share each batch.</source>
            <translation>Tarjetas gráficas (o, en un procesador, procesos) de esta máquina que se reparten cada lote.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Machines</source>
            <translation>Máquinas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Machines that train together, started by torchrun or SLURM.</source>
            <translation>Máquinas que entrenan juntas, iniciadas con torchrun o SLURM.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Precision</source>
            <translation>Precisión numérica</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Number format of the computation; auto is bf16 where the device multiplies in it, fp32 elsewhere.</source>
            <translation>Formato numérico del cálculo; auto es bf16 si el dispositivo multiplica en él, y fp32 si no.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Loader processes</source>
            <translation>Procesos de lectura</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Extra processes that read patches; 0 reads in the main one.</source>
            <translation>Procesos adicionales que leen parches; 0 los lee en el proceso principal.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The model file.</source>
            <translation>El archivo del modelo.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Accuracy report</source>
            <translation>Informe de exactitud</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The page that shows how good the model is on patches it never saw.</source>
            <translation>La página que muestra lo bueno que es el modelo en parches que nunca ha visto.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Training folder</source>
            <translation>Carpeta del entrenamiento</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The course of the training, previews, and other weights.</source>
            <translation>El curso del entrenamiento, vistas previas y otros pesos.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Epochs that were trained, in all folds together.</source>
            <translation>Épocas entrenadas, en todos los pliegues juntos.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Best epoch</source>
            <translation>Mejor época</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The epoch that the model file holds; of folds, that of the first.</source>
            <translation>La época que contiene el archivo del modelo; con pliegues, la del primero.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Validation mIoU</source>
            <translation>mIoU de validación</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Mean intersection over union on the validation patches; of folds, on the patches that each never saw.</source>
            <translation>Intersección sobre unión media en los parches de validación; con pliegues, en los parches que cada uno nunca ha visto.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Test mIoU</source>
            <translation>mIoU de prueba</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Mean intersection over union on the test patches.</source>
            <translation>Intersección sobre unión media en los parches de prueba.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Test accuracy</source>
            <translation>Exactitud de prueba</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Share of test pixels with the right class.</source>
            <translation>Proporción de píxeles de prueba con la clase correcta.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Calibration error</source>
            <translation>Error de calibración</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>How far the confidence is from the share of pixels that are right, on average over the test patches.</source>
            <translation>Cuánto se aleja la confianza de la proporción de píxeles correctos, de media en los parches de prueba.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Import a SemanticSeg4EO model</source>
            <translation>Importar un modelo de SemanticSeg4EO</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Turn a model of SemanticSeg4EO (.pth) into a model file that maps rasters here. Weights, bands, classes and the way in which it scales every window by itself are kept, so that a window gets the same probabilities as there. What the file says needs no parameter; a file of which some weight would be left over or left out is refused.</source>
            <translation>Convierte un modelo de SemanticSeg4EO (.pth) en un archivo de modelo que cartografía rásteres aquí. Se conservan los pesos, las bandas, las clases y la manera de escalar cada ventana por separado, de modo que una ventana recibe las mismas probabilidades que allí. Lo que dice el archivo no necesita parámetro; se rechaza un archivo al que le sobraría o le faltaría algún peso.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>SemanticSeg4EO model</source>
            <translation>Modelo de SemanticSeg4EO</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>File that SemanticSeg4EO or its QGIS plugin wrote, such as unet_best_iou.pth.</source>
            <translation>Archivo escrito por SemanticSeg4EO o por su complemento de QGIS, por ejemplo unet_best_iou.pth.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>File that the model is written to.</source>
            <translation>Archivo en el que se escribe el modelo.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Names of the bands, in the order in which the model was trained on them. Empty: band 1, band 2 and so on; a map then takes the bands of its raster in their order.</source>
            <translation>Nombres de las bandas, en el orden en que se entrenó el modelo. Vacío: banda 1, banda 2, etc.; un mapa toma entonces las bandas de su ráster en su orden.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Class values with names, and colours if wanted, in the model's order: 0=land, 1=water:#2b7bba. Empty: the values 0, 1 and so on, with the names that the file has.</source>
            <translation>Valores de clase con su nombre y, si se desea, su color, en el orden del modelo: 0=land, 1=water:#2b7bba. Vacío: los valores 0, 1, etc., con los nombres que tenga el archivo.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Width and height of the patches that the model was trained on. Empty: as the file says; files of the QGIS plugin do not say it.</source>
            <translation>Anchura y altura de los parches con los que se entrenó el modelo. Vacío: lo que diga el archivo; los del complemento de QGIS no lo dicen.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Name that the architecture has in SemanticSeg4EO, for files that hold nothing but weights; auto takes what the file says.</source>
            <translation>Nombre de la arquitectura en SemanticSeg4EO, para archivos que no contienen más que pesos; auto toma lo que diga el archivo.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Name of the encoder, for files that do not say it; resnet34 unless another one was chosen. Empty: as the file says.</source>
            <translation>Nombre del codificador, para archivos que no lo dicen; resnet34 si no se eligió otro. Vacío: lo que diga el archivo.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>How every window is scaled: by its 99th percentile, or by its maximum as the first version for several classes did; auto tells by the file.</source>
            <translation>Cómo se escala cada ventana: por su percentil 99 (window_percentile) o por su máximo (window_maximum), como hacía la primera versión para varias clases; auto lo deduce del archivo.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Shape of the network and its encoder.</source>
            <translation>Forma de la red y su codificador.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Names of the bands, in order.</source>
            <translation>Nombres de las bandas, en orden.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Class values and names.</source>
            <translation>Valores y nombres de las clases.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Export a model as ONNX</source>
            <translation>Exportar un modelo a ONNX</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Write a model as an ONNX file, for other programs such as the QGIS plugin Deepness. The file takes the band values of a raster and gives probabilities: normalisation, calibration and activation are in it. Bands, classes, threshold and pixel size are in its metadata, so it maps rasters here as the model does, too. It is tried before it is written: a file that does not give what the model gives is refused.</source>
            <translation>Escribe un modelo en un archivo ONNX, para otros programas como el complemento de QGIS Deepness. El archivo toma los valores de las bandas de un ráster y da probabilidades: incluye la normalización, la calibración y la activación. Las bandas, las clases, el umbral y el tamaño de píxel están en sus metadatos, así que también aquí cartografía rásteres como lo hace el modelo. Se prueba antes de escribirlo: se rechaza un archivo que no dé lo que da el modelo.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Model file written by Train a model.</source>
            <translation>Archivo de modelo escrito por «Entrenar un modelo».</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>ONNX model</source>
            <translation>Modelo ONNX</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Window size</source>
            <translation>Tamaño de la ventana</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The only width and height of windows that the file takes, which Deepness asks for; 512 suits most models. Empty: it takes any.</source>
            <translation>La única anchura y altura de ventana que acepta el archivo, algo que Deepness exige; 512 va bien con la mayoría de los modelos. Vacío: acepta cualquiera.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Raster to try it on</source>
            <translation>Ráster de ensayo</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Raster with the bands of the model. Empty: noise with the statistics of the training patches.</source>
            <translation>Ráster con las bandas del modelo. Vacío: ruido con las estadísticas de los parches de entrenamiento.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Overlap of neighbouring windows that Deepness offers to its user.</source>
            <translation>Solape de las ventanas vecinas que Deepness ofrece a su usuario.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>%</source>
            <translation>%</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The ONNX file.</source>
            <translation>El archivo ONNX.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Largest difference</source>
            <translation>Mayor diferencia</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Of any probability to that of the model, on the windows tried.</source>
            <translation>De cualquier probabilidad con la del modelo, en las ventanas probadas.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Opset</source>
            <translation>Opset</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Version of the ONNX operators that the file needs.</source>
            <translation>Versión de los operadores ONNX que necesita el archivo.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Describe a model</source>
            <translation>Describir un modelo</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Say what a model file holds: architecture, bands, classes, patch size and the scores that were measured.</source>
            <translation>Dice qué contiene un archivo de modelo: arquitectura, bandas, clases, tamaño de los parches y las puntuaciones medidas.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Model file to be described, ours or ONNX.</source>
            <translation>Archivo de modelo que se describe, nuestro u ONNX.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Networks</source>
            <translation>Redes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>1, or the networks of an ensemble.</source>
            <translation>1, o las redes de un conjunto.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Size of the training patches, where the file says it.</source>
            <translation>Tamaño de los parches de entrenamiento, si lo dice el archivo.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Pixel size of the training images in units of their CRS, in metres for an ONNX file of another program.</source>
            <translation>Tamaño de píxel de las imágenes de entrenamiento en unidades de su SRC, en metros para un archivo ONNX de otro programa.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The only width and height of windows that an ONNX file takes. Empty: any.</source>
            <translation>La única anchura y altura de ventana que acepta un archivo ONNX. Vacío: cualquiera.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Weights</source>
            <translation>Pesos</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Number of trained weights.</source>
            <translation>Número de pesos entrenados.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Temperature</source>
            <translation>Temperatura</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>What the logits of each network are divided by, so that its confidence is right.</source>
            <translation>Por lo que se dividen los logits de cada red para que su confianza sea correcta.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Threshold</source>
            <translation>Umbral</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Of two classes, the probability from which on a pixel is of the second.</source>
            <translation>Con dos clases, la probabilidad a partir de la cual un píxel es de la segunda.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Score on the validation patches.</source>
            <translation>Puntuación en los parches de validación.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Score on the test patches.</source>
            <translation>Puntuación en los parches de prueba.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Engine</source>
            <translation>Motor</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Version of the engine that trained it; empty for other programs.</source>
            <translation>Versión del motor que lo entrenó; vacío para otros programas.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Map a raster</source>
            <translation>Cartografiar un ráster</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Map a raster of any size with a trained model. The scene is read, predicted and written in blocks, so memory does not grow with it; overlapping windows are blended without seams. A run that was stopped goes on where it was when it is started again. The class map carries its colours and class names.</source>
            <translation>Cartografía un ráster de cualquier tamaño con un modelo entrenado. La escena se lee, se predice y se escribe por bloques, de modo que la memoria no crece con ella; las ventanas que se solapan se funden sin costuras. Una ejecución detenida continúa donde estaba cuando se inicia de nuevo. El mapa de clases lleva sus colores y los nombres de las clases.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Model file written by Train a model, or an ONNX file of a segmentation network, such as Deepness takes.</source>
            <translation>Archivo de modelo escrito por «Entrenar un modelo», o un archivo ONNX de una red de segmentación, como los que acepta Deepness.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Scene to be mapped, with the bands that the model was trained on. On the command line also a folder, an address (https://, s3://) or the name of a subdataset.</source>
            <translation>Escena que se cartografía, con las bandas con las que se entrenó el modelo. En la línea de órdenes, también una carpeta, una dirección (https://, s3://) o el nombre de un subconjunto de datos.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Class map</source>
            <translation>Mapa de clases</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Confidence</source>
            <translation>Confianza</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>GeoTIFF with the probability of the mapped class, 0 to 100 %. Empty: not written.</source>
            <translation>GeoTIFF con la probabilidad de la clase cartografiada, de 0 a 100 %. Vacío: no se escribe.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Polygons; only pixels in them are mapped. Empty: the whole raster.</source>
            <translation>Polígonos; solo se cartografían los píxeles que contienen. Vacío: todo el ráster.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Extent</source>
            <translation>Extensión</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Rectangle that is mapped: xmin,xmax,ymin,ymax and, if it is not that of the raster, the coordinate reference system in brackets, such as [EPSG:4326]. Empty: the whole raster.</source>
            <translation>Rectángulo que se cartografía: xmin,xmax,ymin,ymax y, si no es el del ráster, el sistema de referencia de coordenadas entre corchetes, por ejemplo [EPSG:4326]. Vacío: todo el ráster.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>GeoPackage with the outlines of the areas of each class. Empty: not written.</source>
            <translation>GeoPackage con los contornos de las superficies de cada clase. Vacío: no se escribe.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Minimum mapping unit</source>
            <translation>Unidad mínima cartografiable</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Smaller areas become part of the neighbour with the longest common border, 10000 is a hectare. 0 keeps all. In a map without coordinate reference system, pixels are counted instead.</source>
            <translation>Las superficies menores pasan a formar parte de la vecina con la frontera común más larga; 10000 es una hectárea. 0 las conserva todas. En un mapa sin sistema de referencia de coordenadas se cuentan píxeles.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>m²</source>
            <translation>m²</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Further models</source>
            <translation>Otros modelos</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Models for the same bands and classes; the probabilities of all models are averaged.</source>
            <translation>Modelos para las mismas bandas y clases; se promedian las probabilidades de todos los modelos.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Further rasters</source>
            <translation>Otros rásteres</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Rasters beside the first, with the same bands and pixels of the same size: all are mapped as one.</source>
            <translation>Rásteres contiguos al primero, con las mismas bandas y píxeles del mismo tamaño: todos se cartografían como uno solo.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Resample to the model's resolution</source>
            <translation>Usar la resolución del modelo</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>See the raster with pixels as large as those that the model was trained on; the map has the raster's.</source>
            <translation>Llevar el ráster a píxeles tan grandes como aquellos con los que se entrenó el modelo; el mapa conserva los del ráster.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Numbers of the raster's bands in the order of the model's, the first is 1. Empty: found by name, or all.</source>
            <translation>Números de las bandas del ráster en el orden de las del modelo, la primera es 1. Vacío: se buscan por su nombre, o todas.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Uncertainty</source>
            <translation>Incertidumbre</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>GeoTIFF that tells how close the network was to another answer, 0 to 100 %. Empty: not written.</source>
            <translation>GeoTIFF que dice lo cerca que estuvo la red de otra respuesta, de 0 a 100 %. Vacío: no se escribe.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Uncertainty measure</source>
            <translation>Medida de la incertidumbre</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>entropy looks at the probabilities of all classes, margin at how close the second class comes to the first.</source>
            <translation>entropy mira las probabilidades de todas las clases; margin, lo cerca que queda la segunda clase de la primera.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Probabilities</source>
            <translation>Probabilidades</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>GeoTIFF with a band for each class: its probability, 0 to 100 %. Empty: not written.</source>
            <translation>GeoTIFF con una banda por clase: su probabilidad, de 0 a 100 %. Vacío: no se escribe.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Number format of the scores</source>
            <translation>Formato de las puntuaciones</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>percent writes confidence, uncertainty and probabilities as whole numbers in a byte, float32 with decimals in four.</source>
            <translation>percent escribe la confianza, la incertidumbre y las probabilidades como números enteros en un byte; float32, con decimales en cuatro.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Least confidence</source>
            <translation>Confianza mínima</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Pixels with a lower confidence get a class of their own, 'unsure'. Empty: every pixel gets a class.</source>
            <translation>Los píxeles con una confianza menor reciben una clase propia, «unsure». Vacío: cada píxel recibe una clase.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Compression</source>
            <translation>Compresión</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>zstd is fast and small; deflate is read by programs of any age.</source>
            <translation>zstd es rápido y compacto; deflate lo leen programas de cualquier edad.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Width and height of what the network sees at once. Empty: the largest that pays, or the model's patch size where the network's answer depends on it.</source>
            <translation>Anchura y altura de lo que la red ve a la vez. Vacío: el mayor que compensa, o el tamaño de los parches del modelo si la respuesta de la red depende de él.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Overlap of neighbouring windows. Empty: as far as the network looks around.</source>
            <translation>Solape de las ventanas vecinas. Vacío: hasta donde la red mira a su alrededor.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Blending</source>
            <translation>Fundido</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>smooth blends overlapping windows, crop takes the middle of each, none lays them side by side.</source>
            <translation>smooth funde las ventanas que se solapan, crop toma el centro de cada una, none las pone una junto a otra.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Test-time augmentation</source>
            <translation>Aumento en la predicción</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Average what the network says of each window mirrored (flips: 4 times the time) and turned too (dihedral: 8 times).</source>
            <translation>Promediar lo que la red dice de cada ventana también reflejada (flips: 4 veces el tiempo) y además girada (dihedral: 8 veces).</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Windows that are predicted at once. Empty: as many as pay.</source>
            <translation>Ventanas que se predicen a la vez. Vacío: tantas como compense.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Memory for the scene</source>
            <translation>Memoria para la escena</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Most memory for pixels and probabilities; wide scenes are cut into strips that fit. Empty: as much as pays, at most a quarter of what is free.</source>
            <translation>Memoria máxima para píxeles y probabilidades; las escenas anchas se cortan en franjas que quepan. Vacío: tanta como compense, como mucho un cuarto de la libre.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>MB</source>
            <translation>MB</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Width and height, about, of the blocks that are finished one by one; a run that was stopped begins with the block that it was in. Empty: 4096, or what suits the workers of a cluster.</source>
            <translation>Anchura y altura aproximadas de los bloques que se terminan uno a uno; una ejecución detenida empieza por el bloque en el que estaba. Vacío: 4096, o lo que convenga a los procesos de un clúster.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Start anew</source>
            <translation>Empezar de nuevo</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Do not go on with a run of the same parameters that was stopped.</source>
            <translation>No continuar una ejecución detenida con los mismos parámetros.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Backend</source>
            <translation>Biblioteca de cálculo</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Library that runs the network; auto takes the fastest one.</source>
            <translation>Biblioteca que ejecuta la red; auto toma la más rápida.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Compile the network</source>
            <translation>Compilar la red</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Let torch compile the network first: minutes that pay on a graphics card and a very large scene.</source>
            <translation>Dejar que torch compile primero la red: minutos que compensan con una tarjeta gráfica y una escena muy grande.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Activation of an ONNX model</source>
            <translation>Activación de un modelo ONNX</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>What makes probabilities of the numbers that an ONNX model of another program gives; auto looks at them.</source>
            <translation>Lo que convierte en probabilidades los números que da un modelo ONNX de otro programa; auto los examina.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Input of an ONNX model</source>
            <translation>Entrada de un modelo ONNX</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>255 divides band values by it for an ONNX model of another program; auto does as the file says.</source>
            <translation>255 divide por él los valores de las bandas para un modelo ONNX de otro programa; auto hace lo que diga el archivo.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The class of every pixel.</source>
            <translation>La clase de cada píxel.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Probability of the mapped class, 0 to 100 %.</source>
            <translation>Probabilidad de la clase cartografiada, de 0 a 100 %.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>How close the network was to another answer, 0 to 100 %.</source>
            <translation>Lo cerca que estuvo la red de otra respuesta, de 0 a 100 %.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Probability of each class, 0 to 100 %.</source>
            <translation>Probabilidad de cada clase, de 0 a 100 %.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Outlines of the areas of each class.</source>
            <translation>Contornos de las superficies de cada clase.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Windows</source>
            <translation>Ventanas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Windows that the network saw.</source>
            <translation>Ventanas que vio la red.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Valid share</source>
            <translation>Proporción válida</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Share of pixels that got a class.</source>
            <translation>Proporción de píxeles que recibieron una clase.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Seconds</source>
            <translation>Segundos</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Wall time.</source>
            <translation>Tiempo transcurrido.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Map many scenes</source>
            <translation>Cartografiar muchas escenas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Map many scenes with a trained model: a folder, a list or a catalogue of them. Each scene gets a map of its own, and all maps become one mosaic on a common grid where that is wanted. A scene that cannot be mapped is tried again after all others and then listed with the reason; the others are not held up by it. A run that was stopped goes on where it was when it is started again.</source>
            <translation>Cartografía muchas escenas con un modelo entrenado: una carpeta, una lista o un catálogo de ellas. Cada escena recibe su propio mapa, y todos los mapas forman un mosaico sobre una cuadrícula común si se desea. Una escena que no se puede cartografiar se intenta de nuevo después de todas las demás y luego se anota con el motivo; las demás no esperan por ella. Una ejecución detenida continúa donde estaba cuando se inicia de nuevo.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Folder of scenes</source>
            <translation>Carpeta de escenas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Every raster in it is a scene. Empty: scenes are given one by one, or by a catalogue.</source>
            <translation>Cada ráster que contiene es una escena. Vacío: las escenas se dan una a una, o con un catálogo.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Names in the folder</source>
            <translation>Nombres en la carpeta</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Which files of the folder are scenes: *.tif, or **/*_ortho.tif to look into its subfolders too.</source>
            <translation>Qué archivos de la carpeta son escenas: *.tif, o **/*_ortho.tif para mirar también en sus subcarpetas.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Scenes</source>
            <translation>Escenas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Scenes to be mapped, one by one. On the command line also addresses (https://, s3://).</source>
            <translation>Escenas que se cartografían, una a una. En la línea de órdenes, también direcciones (https://, s3://).</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Catalogue</source>
            <translation>Catálogo</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>STAC item collection as JSON or GeoParquet; every item is a scene; its files are local or remote.</source>
            <translation>Colección de elementos STAC en JSON o GeoParquet; cada elemento es una escena; sus archivos son locales o remotos.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Assets</source>
            <translation>Recursos (assets)</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Names of the catalogue's files that hold the model's bands, in their order, or of the one that holds them all. Empty: found by the names of the bands.</source>
            <translation>Nombres de los archivos del catálogo que contienen las bandas del modelo, en su orden, o del que las contiene todas. Vacío: se buscan por los nombres de las bandas.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Folder of maps</source>
            <translation>Carpeta de los mapas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Where the maps go, each under the name of its scene, with scenes.csv, the list of all. Scenes that have a map of the same parameters there are not mapped again.</source>
            <translation>Dónde van los mapas, cada uno con el nombre de su escena, junto con scenes.csv, la lista de todas. Las escenas que ya tienen allí un mapa con los mismos parámetros no se cartografían de nuevo.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Mosaic</source>
            <translation>Mosaico</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>GeoTIFF with all class maps on one grid, the later scenes on top. Empty: not written.</source>
            <translation>GeoTIFF con todos los mapas de clases en una misma cuadrícula, las últimas escenas encima. Vacío: no se escribe.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Confidence of each map</source>
            <translation>Confianza de cada mapa</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Write the probability of the mapped class too, 0 to 100 %: &lt;name&gt;_confidence.tif.</source>
            <translation>Escribir también la probabilidad de la clase cartografiada, de 0 a 100 %: &lt;name&gt;_confidence.tif.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Polygons of each map</source>
            <translation>Polígonos de cada mapa</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Write the outlines of the areas of each class too: &lt;name&gt;_polygons.gpkg.</source>
            <translation>Escribir también los contornos de las superficies de cada clase: &lt;name&gt;_polygons.gpkg.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>See the scenes with pixels as large as those that the model was trained on; the maps have the scenes'.</source>
            <translation>Llevar las escenas a píxeles tan grandes como aquellos con los que se entrenó el modelo; los mapas conservan los de las escenas.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Coordinate reference system of the mosaic</source>
            <translation>Sistema de referencia de coordenadas del mosaico</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Such as EPSG:3035. Empty: that of the first scene.</source>
            <translation>Por ejemplo EPSG:3035. Vacío: el de la primera escena.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Tries</source>
            <translation>Intentos</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>How often a scene that fails is tried, each time after all others.</source>
            <translation>Cuántas veces se intenta una escena que falla, cada vez después de todas las demás.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>A class map for each scene.</source>
            <translation>Un mapa de clases por escena.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>List of scenes</source>
            <translation>Lista de escenas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Each scene: its map, or why it has none (scenes.csv).</source>
            <translation>Cada escena: su mapa, o por qué no lo tiene (scenes.csv).</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The class maps of all scenes as one.</source>
            <translation>Los mapas de clases de todas las escenas en uno.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Scenes mapped</source>
            <translation>Escenas cartografiadas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Scenes that have a map.</source>
            <translation>Escenas que tienen un mapa.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Scenes failed</source>
            <translation>Escenas fallidas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Scenes without a map; the list says why.</source>
            <translation>Escenas sin mapa; la lista dice por qué.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Polygons of a map</source>
            <translation>Polígonos de un mapa</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Turn a class map into polygons, one for each connected area of a class. The map may be of any size. Neighbouring polygons fit together without gaps and overlaps, simplified or not. The polygons have the colours and the class names of the map, their area on the ground, their pixels and, where a confidence is given, its mean. Pixels without a class get no polygon.</source>
            <translation>Convierte un mapa de clases en polígonos, uno por cada superficie continua de una clase. El mapa puede tener cualquier tamaño. Los polígonos vecinos encajan sin huecos ni solapes, simplificados o no. Los polígonos llevan los colores y los nombres de clase del mapa, su superficie sobre el terreno, sus píxeles y, si se da una confianza, su media. Los píxeles sin clase no reciben polígono.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Raster of class values in its first band, written by Map a raster or not.</source>
            <translation>Ráster de valores de clase en su primera banda, escrito o no por «Cartografiar un ráster».</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>GeoPackage that the polygons are written into.</source>
            <translation>GeoPackage en el que se escriben los polígonos.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Confidence that was written with the class map; each polygon gets its mean. Empty: not written.</source>
            <translation>Confianza que se escribió con el mapa de clases; cada polígono recibe su media. Vacío: no se escribe.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Fill holes</source>
            <translation>Rellenar huecos</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Holes without a class, smaller than the minimum mapping unit, become part of the area around them.</source>
            <translation>Los huecos sin clase, menores que la unidad mínima cartografiable, pasan a formar parte de la superficie que los rodea.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Simplification</source>
            <translation>Simplificación</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>How far an outline may be from the sides of the pixels. 1 makes straight lines of the steps of pixels, 0 keeps them.</source>
            <translation>Cuánto puede alejarse un contorno de los lados de los píxeles. 1 hace líneas rectas de los escalones de píxeles, 0 los conserva.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Classes left out</source>
            <translation>Clases descartadas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Class values that get no polygons, such as that of the background.</source>
            <translation>Valores de clase que no reciben polígonos, por ejemplo el del fondo.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>GeoPackage with a polygon for each area.</source>
            <translation>GeoPackage con un polígono por superficie.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Number of polygons</source>
            <translation>Número de polígonos</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Polygons that were written.</source>
            <translation>Polígonos que se escribieron.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>What was written of each class: 1=water: 12 polygons, 3.4 ha.</source>
            <translation>Lo que se escribió de cada clase: 1=water: 12 polygons, 3.4 ha.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Measure accuracy</source>
            <translation>Medir la exactitud</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Say how good a class map or a model is, by pixels whose true class is known. Three ways: a model on the test patches of a dataset; a model on whole images with their reference; a finished class map with its reference. The reference is rasters or polygons. The page shows the scores of each class, the confusion matrix, where the map is right and wrong, and the area of each class with its uncertainty.</source>
            <translation>Dice lo bueno que es un mapa de clases o un modelo, con píxeles cuya clase verdadera se conoce. Hay tres maneras: un modelo en los parches de prueba de un conjunto de datos; un modelo en imágenes enteras con su referencia; un mapa de clases terminado con su referencia. La referencia son rásteres o polígonos. La página muestra las puntuaciones de cada clase, la matriz de confusión, dónde acierta y dónde falla el mapa, y la superficie de cada clase con su incertidumbre.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>A finished map to be measured. Empty: a model is measured.</source>
            <translation>Mapa terminado que se mide. Vacío: se mide un modelo.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Model to be measured, on a dataset or on images. Empty: a class map is measured.</source>
            <translation>Modelo que se mide, en un conjunto de datos o en imágenes. Vacío: se mide un mapa de clases.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Folder with a dataset: the model is measured on its test patches.</source>
            <translation>Carpeta de un conjunto de datos: el modelo se mide en sus parches de prueba.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Whole scenes: the model maps them, and the maps are measured.</source>
            <translation>Escenas enteras: el modelo las cartografía y se miden los mapas.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Reference rasters</source>
            <translation>Rásteres de referencia</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Rasters with the true class of the pixels: one for the class map, or one for each image, in their order.</source>
            <translation>Rásteres con la clase verdadera de los píxeles: uno para el mapa de clases, o uno por imagen, en su orden.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Reference polygons</source>
            <translation>Polígonos de referencia</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Polygons of known classes, instead of rasters.</source>
            <translation>Polígonos de clases conocidas, en lugar de rásteres.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Column with the class of each polygon, whole numbers or names. Empty: all polygons are one class.</source>
            <translation>Columna con la clase de cada polígono, números enteros o nombres. Vacío: todos los polígonos son de una sola clase.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Class values with names, and colours if wanted: 1=water, 2=forest:#0a7d32. Empty: those of the map or of the model.</source>
            <translation>Valores de clase con su nombre y, si se desea, su color: 1=water, 2=forest:#0a7d32. Vacío: los del mapa o los del modelo.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>True class of the pixels outside of all reference polygons. Empty: they are not compared.</source>
            <translation>Clase verdadera de los píxeles fuera de todos los polígonos de referencia. Vacío: no se comparan.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Values of the reference that are not a class.</source>
            <translation>Valores de la referencia que no son una clase.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Polygons: only pixels inside are compared. Empty: all.</source>
            <translation>Polígonos: solo se comparan los píxeles que contienen. Vacío: todos.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Of a grid, only cells with this word in their split column. Of a dataset, the patches to measure: train, validation, test or all; empty is test.</source>
            <translation>De una cuadrícula, solo las celdas con esta palabra en su columna de partición. De un conjunto de datos, los parches que se miden: train, validation, test o all; vacío equivale a test.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Patches or windows that the model sees at once.</source>
            <translation>Parches o ventanas que el modelo ve a la vez.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Number format of the computation; auto is bf16 on a graphics card that has it, fp32 elsewhere.</source>
            <translation>Formato numérico del cálculo; auto es bf16 en una tarjeta gráfica que lo tenga, y fp32 si no.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Page with scores, confusion matrix and pictures; the numbers are written beside it as JSON and CSV. Empty: not written.</source>
            <translation>Página con puntuaciones, matriz de confusión e imágenes; los números se escriben junto a ella en JSON y CSV. Vacío: no se escribe.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Mean intersection over union of the classes.</source>
            <translation>Intersección sobre unión media de las clases.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Accuracy</source>
            <translation>Exactitud</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Share of pixels with the right class.</source>
            <translation>Proporción de píxeles con la clase correcta.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Kappa</source>
            <translation>Kappa</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Agreement beyond what chance gives: 0 is chance, 1 is perfect.</source>
            <translation>Acuerdo más allá del que da el azar: 0 es azar, 1 es perfecto.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Mean F1</source>
            <translation>F1 medio</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Mean F1 (Dice) of the classes.</source>
            <translation>F1 (Dice) medio de las clases.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>How far the model's confidence is from its accuracy, on average; empty without a model.</source>
            <translation>Cuánto se aleja la confianza del modelo de su exactitud, de media; vacío sin un modelo.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Pixels</source>
            <translation>Píxeles</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Pixels that were compared.</source>
            <translation>Píxeles que se compararon.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The same in numbers.</source>
            <translation>Lo mismo en números.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Scores as CSV</source>
            <translation>Puntuaciones en CSV</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>A row for each class.</source>
            <translation>Una fila por clase.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Check the engine</source>
            <translation>Comprobar el motor</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Say whether the engine works on this machine, what it runs on, and why it does not use the graphics card. A tiny scene is mapped for real with every library and device that is there, and the maps are compared.</source>
            <translation>Dice si el motor funciona en esta máquina, sobre qué se ejecuta y por qué no usa la tarjeta gráfica. Se cartografía de verdad una escena diminuta con cada biblioteca y cada dispositivo que haya, y se comparan los mapas.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Versions</source>
            <translation>Versiones</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Versions of the engine, of Python and of what both rest on.</source>
            <translation>Versiones del motor, de Python y de aquello en lo que ambos se apoyan.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Processor</source>
            <translation>Procesador</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Cores that may be used, and whether they multiply in bf16.</source>
            <translation>Núcleos que se pueden usar, y si multiplican en bf16.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Memory</source>
            <translation>Memoria</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Memory of the machine that is free.</source>
            <translation>Memoria libre de la máquina.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Graphics card</source>
            <translation>Tarjeta gráfica</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The card that is used, or none.</source>
            <translation>La tarjeta que se usa, o ninguna.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Why no graphics card</source>
            <translation>Por qué no hay tarjeta gráfica</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Why none is used, and what to do; empty where one is.</source>
            <translation>Por qué no se usa ninguna y qué hacer; vacío si se usa una.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Trials</source>
            <translation>Ensayos</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>How a tiny scene was mapped by each library on each device.</source>
            <translation>Cómo cada biblioteca cartografió una escena diminuta en cada dispositivo.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Calibrating</source>
            <translation>Calibración</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Checking</source>
            <translation>Comprobación</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Comparing</source>
            <translation>Comparación</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Cutting patches</source>
            <translation>Recorte de los parches</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Done</source>
            <translation>Terminado</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Drawing</source>
            <translation>Dibujo</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Exporting</source>
            <translation>Exportación</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Finding connected areas</source>
            <translation>Búsqueda de superficies continuas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Finding the batch size</source>
            <translation>Búsqueda del tamaño del lote</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Finding the learning rate</source>
            <translation>Búsqueda de la tasa de aprendizaje</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Laying the grid</source>
            <translation>Trazado de la cuadrícula</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Looking into the cells</source>
            <translation>Examen de las celdas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Mapping</source>
            <translation>Cartografía</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Mapping scenes</source>
            <translation>Cartografía de las escenas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Measuring patches</source>
            <translation>Medición en los parches</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Outlining</source>
            <translation>Trazado de los contornos</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Predicting patches</source>
            <translation>Predicción de los parches</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Reading labels</source>
            <translation>Lectura de las etiquetas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Reading patches</source>
            <translation>Lectura de los parches</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Reading the dataset</source>
            <translation>Lectura del conjunto de datos</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Reading the patches</source>
            <translation>Lectura de los parches</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Shaping fields and forests</source>
            <translation>Modelado de campos y bosques</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Shaping rivers and lakes</source>
            <translation>Modelado de ríos y lagos</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Shaping surfaces</source>
            <translation>Modelado de superficies</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Shaping terrain</source>
            <translation>Modelado del relieve</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Shaping towns and roads</source>
            <translation>Modelado de ciudades y carreteras</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Sieving</source>
            <translation>Tamizado</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Training</source>
            <translation>Entrenamiento</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Trying</source>
            <translation>Ensayo</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Writing bands</source>
            <translation>Escritura de las bandas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Writing labels</source>
            <translation>Escritura de las etiquetas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Writing overviews</source>
            <translation>Escritura de las pirámides</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Writing the mosaic</source>
            <translation>Escritura del mosaico</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>bands</source>
            <translation>bandas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>scenes</source>
            <translation>escenas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>steps</source>
            <translation>pasos</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>strips</source>
            <translation>franjas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>windows</source>
            <translation>ventanas</translation>
        </message>
        <message>
            <location filename="../models/map_folder.model3" />
            <source>Map a folder of scenes</source>
            <translation>Cartografiar una carpeta de escenas</translation>
        </message>
        <message>
            <location filename="../models/map_folder.model3" />
            <source>Maps every scene in a folder with a trained model, puts the maps together to a mosaic, and turns that into polygons. Scenes that cannot be mapped are listed in scenes.csv in the folder of maps. An example to be changed in the graphical modeler.</source>
            <translation>Cartografía cada escena de una carpeta con un modelo entrenado, reúne los mapas en un mosaico y lo convierte en polígonos. Las escenas que no se pueden cartografiar se anotan en scenes.csv, en la carpeta de los mapas. Un ejemplo para modificar en el modelador gráfico.</translation>
        </message>
        <message>
            <location filename="../models/map_folder.model3" />
            <source>Every raster in it is a scene.</source>
            <translation>Cada ráster que contiene es una escena.</translation>
        </message>
        <message>
            <location filename="../models/map_folder.model3" />
            <source>Minimum mapping unit [m²]</source>
            <translation>Unidad mínima cartografiable [m²]</translation>
        </message>
        <message>
            <location filename="../models/train_and_map.model3" />
            <source>Train a model and map a scene</source>
            <translation>Entrenar un modelo y cartografiar</translation>
        </message>
        <message>
            <location filename="../models/train_and_map.model3" />
            <source>Lays a sampling grid over a scene, cuts the scene and its label raster into patches, trains a model on them, and maps the scene with it. An example to be changed in the graphical modeler.</source>
            <translation>Traza una cuadrícula de muestreo sobre una escena, recorta la escena y su ráster de etiquetas en parches, entrena un modelo con ellos y cartografía la escena con él. Un ejemplo para modificar en el modelador gráfico.</translation>
        </message>
        <message>
            <location filename="../models/train_and_map.model3" />
            <source>The class of each labelled pixel, on the pixels of the scene.</source>
            <translation>La clase de cada píxel etiquetado, sobre los píxeles de la escena.</translation>
        </message>
        <message>
            <location filename="../models/train_and_map.model3" />
            <source>Patch size [px]</source>
            <translation>Tamaño de los parches [px]</translation>
        </message>
        <message>
            <location filename="../models/train_and_map.model3" />
            <source>Raster to learn from and to map.</source>
            <translation>Ráster del que se aprende y que se cartografía.</translation>
        </message>
    </context>
</TS>
