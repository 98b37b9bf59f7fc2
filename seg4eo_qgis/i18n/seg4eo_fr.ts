<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
    <context>
        <name>seg4eo</name>
        <message>
            <location filename="../algorithms/adoptdataset.py" />
            <source>adopt, import, patches, chips, dataset, masks, png, training data</source>
            <translation>adopter, importer, imagettes, vignettes, jeu de données, masques, png, données d'apprentissage</translation>
        </message>
        <message>
            <location filename="../algorithms/base.py" />
            <source>Data</source>
            <translation>Données</translation>
        </message>
        <message>
            <location filename="../algorithms/base.py" />
            <source>Model</source>
            <translation>Modèle</translation>
        </message>
        <message>
            <location filename="../algorithms/base.py" />
            <source>Map</source>
            <translation>Carte</translation>
        </message>
        <message>
            <location filename="../algorithms/base.py" />
            <source>{problem}: change it under {menu}.</source>
            <translation>{problem}&#xa0;: modifiez-le dans {menu}.</translation>
        </message>
        <message>
            <location filename="../algorithms/base.py" />
            <source>No parameters of {algorithm}, and ignored: {names}.</source>
            <translation>Paramètres inconnus de {algorithm}, donc ignorés&#xa0;: {names}.</translation>
        </message>
        <message>
            <location filename="../algorithms/base.py" />
            <source>{title}: {value} {unit}</source>
            <translation>{title}&#xa0;: {value} {unit}</translation>
        </message>
        <message>
            <location filename="../algorithms/base.py" />
            <source>It was chosen under {menu}.</source>
            <translation>Il a été choisi dans {menu}.</translation>
        </message>
        <message>
            <location filename="../algorithms/checkengine.py" />
            <source>check, engine, diagnose, gpu, cuda, graphics card, version, problem</source>
            <translation>vérifier, contrôler, moteur, diagnostic, gpu, cuda, carte graphique, version, problème</translation>
        </message>
        <message>
            <location filename="../algorithms/checks.py" />
            <source>a raster that QGIS can open</source>
            <translation>un raster que QGIS sait ouvrir</translation>
        </message>
        <message>
            <location filename="../algorithms/checks.py" />
            <source>rasters that QGIS can open</source>
            <translation>des rasters que QGIS sait ouvrir</translation>
        </message>
        <message>
            <location filename="../algorithms/checks.py" />
            <source>a vector layer that QGIS can open</source>
            <translation>une couche vecteur que QGIS sait ouvrir</translation>
        </message>
        <message>
            <location filename="../algorithms/checks.py" />
            <source>vector layers that QGIS can open</source>
            <translation>des couches vecteur que QGIS sait ouvrir</translation>
        </message>
        <message>
            <location filename="../algorithms/checks.py" />
            <source>a whole number</source>
            <translation>un nombre entier</translation>
        </message>
        <message>
            <location filename="../algorithms/checks.py" />
            <source>a number</source>
            <translation>un nombre</translation>
        </message>
        <message>
            <location filename="../algorithms/checks.py" />
            <source>one of {choices}</source>
            <translation>l'une des valeurs {choices}</translation>
        </message>
        <message>
            <location filename="../algorithms/checks.py" />
            <source> from {lower}</source>
            <translation> à partir de {lower}</translation>
        </message>
        <message>
            <location filename="../algorithms/checks.py" />
            <source> to {upper}</source>
            <translation> jusqu'à {upper}</translation>
        </message>
        <message>
            <location filename="../algorithms/checks.py" />
            <source>Expected '{title}' to be at {path}, found nothing there: check the path.</source>
            <translation>«&#xa0;{title}&#xa0;» devrait se trouver à l'emplacement {path}, mais il n'y a rien&#xa0;: vérifiez le chemin.</translation>
        </message>
        <message>
            <location filename="../algorithms/checks.py" />
            <source>Expected '{title}' to be {expected}, found {value}: change it.</source>
            <translation>«&#xa0;{title}&#xa0;» doit être {expected}, mais la valeur est {value}&#xa0;: modifiez-la.</translation>
        </message>
        <message>
            <location filename="../algorithms/datasetreport.py" />
            <source>dataset, report, quality, leakage, duplicates, class balance, statistics, histogram</source>
            <translation>jeu de données, rapport, qualité, fuite de données, doublons, équilibre des classes, statistiques, histogramme</translation>
        </message>
        <message>
            <location filename="../algorithms/evaluate.py" />
            <source>accuracy, evaluate, confusion matrix, IoU, F1, kappa, validation, report, area</source>
            <translation>exactitude, précision, évaluer, matrice de confusion, IoU, F1, kappa, validation, rapport, surface</translation>
        </message>
        <message>
            <location filename="../algorithms/exportonnx.py" />
            <source>onnx, export, deepness, model, neural network</source>
            <translation>onnx, exporter, deepness, modèle, réseau de neurones</translation>
        </message>
        <message>
            <location filename="../algorithms/extractpatches.py" />
            <source>patches, chips, tiles, dataset, labels, polygons, training data, deep learning</source>
            <translation>imagettes, vignettes, tuiles, jeu de données, étiquettes, polygones, données d'apprentissage, apprentissage profond</translation>
        </message>
        <message>
            <location filename="../algorithms/grid.py" />
            <source>grid, sampling, cells, tiles, split, train, test, fishnet</source>
            <translation>grille, échantillonnage, mailles, tuiles, répartition, apprentissage, test, quadrillage</translation>
        </message>
        <message>
            <location filename="../algorithms/help.py" />
            <source>&lt;b&gt;{title}&lt;/b&gt;: {text}</source>
            <translation>&lt;b&gt;{title}&lt;/b&gt;&#xa0;: {text}</translation>
        </message>
        <message>
            <location filename="../algorithms/help.py" />
            <source>Inputs</source>
            <translation>Entrées</translation>
        </message>
        <message>
            <location filename="../algorithms/help.py" />
            <source>Outputs</source>
            <translation>Sorties</translation>
        </message>
        <message>
            <location filename="../algorithms/importmodel.py" />
            <source>import, convert, SemanticSeg4EO, pth, PyTorch, checkpoint, model</source>
            <translation>importer, convertir, SemanticSeg4EO, pth, PyTorch, point de contrôle, modèle</translation>
        </message>
        <message>
            <location filename="../algorithms/inputs.py" />
            <source>a raster</source>
            <translation>un raster</translation>
        </message>
        <message>
            <location filename="../algorithms/inputs.py" />
            <source>a vector layer</source>
            <translation>une couche vecteur</translation>
        </message>
        <message>
            <location filename="../algorithms/inputs.py" />
            <source>Expected '{title}' to be {kind}, found that {given} cannot be read as one: check the path.</source>
            <translation>«&#xa0;{title}&#xa0;» doit être {kind}, mais {given} ne peut pas être lu comme tel&#xa0;: vérifiez le chemin.</translation>
        </message>
        <message>
            <location filename="../algorithms/inputs.py" />
            <source>Expected '{input}' to be a raster of values, found that the layer {layer} is only a picture from a service: choose a raster file.</source>
            <translation>«&#xa0;{input}&#xa0;» doit être un raster de valeurs, mais la couche {layer} n'est qu'une image fournie par un service&#xa0;: choisissez un fichier raster.</translation>
        </message>
        <message>
            <location filename="../algorithms/inputs.py" />
            <source>rasters</source>
            <translation>des rasters</translation>
        </message>
        <message>
            <location filename="../algorithms/inputs.py" />
            <source>vector layers</source>
            <translation>des couches vecteur</translation>
        </message>
        <message>
            <location filename="../algorithms/inputs.py" />
            <source>The CRS of {layer} was set in QGIS and is not in its file, which is what the engine reads: write it there with 'Assign projection' if it matters.</source>
            <translation>Le SCR de {layer} a été défini dans QGIS et n'est pas dans son fichier, seul lu par le moteur&#xa0;: écrivez-le dans le fichier avec «&#xa0;Assigner une projection&#xa0;» si c'est important.</translation>
        </message>
        <message>
            <location filename="../algorithms/inputs.py" />
            <source>Expected '{title}' to be whole numbers separated by commas, such as 1,2,3, found {text}: change it.</source>
            <translation>«&#xa0;{title}&#xa0;» doit être une liste de nombres entiers séparés par des virgules, comme 1,2,3, mais la valeur est {text}&#xa0;: modifiez-la.</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>install, engine, set up, repair, remove, uninstall, update, python, torch</source>
            <translation>installer, moteur, configurer, réparer, supprimer, désinstaller, mettre à jour, python, torch</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>Install the engine</source>
            <translation>Installer le moteur</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>Install what the other algorithms need, in a Python of its own in your data folder. Nothing is installed into QGIS. Some gigabytes come through the network, once; it takes from a few minutes to half an hour. Run it again to see whether the engine works: what is broken or unfinished is made anew. It can be cancelled at any time.</source>
            <translation>Installe ce dont les autres algorithmes ont besoin, dans un Python à part, dans votre dossier de données. Rien n'est installé dans QGIS. Quelques gigaoctets sont téléchargés, une seule fois&#xa0;; cela prend de quelques minutes à une demi-heure. Relancez-le pour savoir si le moteur fonctionne&#xa0;: ce qui est abîmé ou inachevé est refait. Il peut être annulé à tout moment.</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>What to do</source>
            <translation>Que faire</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>install: install the engine, repair it, or bring it to the plugin's version. remove: remove it, with all that was downloaded for it.</source>
            <translation>install&#xa0;: installer le moteur, le réparer ou le mettre à la version de l'extension. remove&#xa0;: le supprimer, avec tout ce qui a été téléchargé pour lui.</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>Use this Python instead</source>
            <translation>Utiliser plutôt ce Python</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>A Python that has the engine already, as on machines that an administrator looks after. It is tried and then remembered; nothing is installed.</source>
            <translation>Un Python qui contient déjà le moteur, comme sur les machines gérées par un administrateur. Il est essayé, puis retenu&#xa0;; rien n'est installé.</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>Build of torch</source>
            <translation>Version de torch</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>auto: for the graphics card where its driver is new enough, else the small build for the processor. cpu and cuda insist on one of them. default: what the package index has.</source>
            <translation>auto&#xa0;: celle pour la carte graphique si son pilote est assez récent, sinon la petite version pour le processeur. cpu et cuda imposent l'une d'elles. default&#xa0;: celle de l'index de paquets.</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>Python to make it with</source>
            <translation>Python de base</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>A Python from 3.11 to 3.14 that the engine's own is made from. Where none is given, one is found or fetched.</source>
            <translation>Un Python de 3.11 à 3.14 à partir duquel celui du moteur est créé. Si aucun n'est donné, il est trouvé ou téléchargé.</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>Folder of wheels</source>
            <translation>Dossier de paquets (wheels)</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>A folder with all packages as wheels, for a machine without network. Nothing else is used then.</source>
            <translation>Un dossier contenant tous les paquets au format wheel, pour une machine sans réseau. Rien d'autre n'est alors utilisé.</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>Python</source>
            <translation>Python</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>The interpreter that runs the engine.</source>
            <translation>L'interpréteur qui exécute le moteur.</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>Folder</source>
            <translation>Dossier</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>Where the engine is.</source>
            <translation>L'emplacement du moteur.</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>Version</source>
            <translation>Version</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>The version of the engine.</source>
            <translation>La version du moteur.</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>Asking {python}</source>
            <translation>Interrogation de {python}</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>Engine {version}: {python}</source>
            <translation>Moteur {version}&#xa0;: {python}</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>Expected the engine's wheel {name} in {folder}, found none: install the plugin from its zip file, which brings it.</source>
            <translation>Le paquet {name} du moteur devrait se trouver dans {folder}, mais il n'y est pas&#xa0;: installez l'extension à partir de son fichier zip, qui le contient.</translation>
        </message>
        <message>
            <location filename="../algorithms/installengine.py" />
            <source>{named_by} goes before: jobs are run by {path}.</source>
            <translation>{named_by} l'emporte&#xa0;: les traitements sont exécutés par {path}.</translation>
        </message>
        <message>
            <location filename="../algorithms/layer_to_write.py" />
            <source>save the part that you want as a GeoTIFF and choose that.</source>
            <translation>enregistrez la partie voulue au format GeoTIFF et choisissez ce fichier.</translation>
        </message>
        <message>
            <location filename="../algorithms/layer_to_write.py" />
            <source>The layer {layer} is no file and is copied to one first: {columns} × {rows} pixels, up to {size} MB, which are deleted after the job.</source>
            <translation>La couche {layer} n'est pas un fichier et est d'abord copiée dans un fichier&#xa0;: {columns} × {rows} pixels, jusqu'à {size} Mo, supprimés après le traitement.</translation>
        </message>
        <message>
            <location filename="../algorithms/layer_to_write.py" />
            <source>say which area is wanted with {inputs}, or ask for larger pixels.</source>
            <translation>indiquez la zone voulue avec {inputs}, ou demandez des pixels plus grands.</translation>
        </message>
        <message>
            <location filename="../algorithms/layer_to_write.py" />
            <source>Expected an area that the layer {layer} covers, found one that lies beside it: {cure}</source>
            <translation>La zone doit être couverte par la couche {layer}, mais elle se trouve à côté&#xa0;: {cure}</translation>
        </message>
        <message>
            <location filename="../algorithms/layer_to_write.py" />
            <source>Expected a pixel size for the layer {layer}, which comes from a service and has none of its own, found none: set 'Pixel size of services', in metres.</source>
            <translation>La couche {layer} vient d'un service et n'a pas de taille de pixel, et aucune n'est donnée&#xa0;: renseignez «&#xa0;Taille des pixels des services&#xa0;», en mètres.</translation>
        </message>
        <message>
            <location filename="../algorithms/layer_to_write.py" />
            <source>Expected a part of the layer {layer} that can be copied for the job, found {columns} × {rows} pixels ({size} MB): {cure}</source>
            <translation>La partie de la couche {layer} à copier pour le traitement est trop grande, {columns} × {rows} pixels ({size} Mo)&#xa0;: {cure}</translation>
        </message>
        <message>
            <location filename="../algorithms/layer_to_write.py" />
            <source>Expected room for a copy of the layer {layer} ({columns} × {rows} pixels, {size} MB), found {free} MB in {folder}: make room there, or ask for a smaller area.</source>
            <translation>Il faut de la place pour une copie de la couche {layer} ({columns} × {rows} pixels, {size} Mo), mais il n'y a que {free} Mo dans {folder}&#xa0;: faites-y de la place, ou demandez une zone plus petite.</translation>
        </message>
        <message>
            <location filename="../algorithms/layer_to_write.py" />
            <source>Expected an area that can be placed on the layer {layer}, found that it cannot ({problem}).</source>
            <translation>La zone doit pouvoir être située sur la couche {layer}, mais elle ne le peut pas ({problem}).</translation>
        </message>
        <message>
            <location filename="../algorithms/layers.py" />
            <source>The job was cancelled.</source>
            <translation>Le traitement a été annulé.</translation>
        </message>
        <message>
            <location filename="../algorithms/layers.py" />
            <source>Expected to copy {layer} for the engine, found that it cannot be written ({reason}): save it as a GeoPackage and choose that.</source>
            <translation>La couche {layer} doit être copiée pour le moteur, mais elle ne peut pas être écrite ({reason})&#xa0;: enregistrez-la au format GeoPackage et choisissez ce fichier.</translation>
        </message>
        <message>
            <location filename="../algorithms/layers.py" />
            <source>Expected polygons in '{title}', found none in {layer}: choose or select some.</source>
            <translation>«&#xa0;{title}&#xa0;» doit contenir des polygones, mais {layer} n'en contient aucun&#xa0;: choisissez-en ou sélectionnez-en.</translation>
        </message>
        <message>
            <location filename="../algorithms/layers.py" />
            <source>Expected '{title}' to be polygons, found a {kind}: choose another layer.</source>
            <translation>«&#xa0;{title}&#xa0;» doit contenir des polygones, mais la géométrie est de type {kind}&#xa0;: choisissez une autre couche.</translation>
        </message>
        <message>
            <location filename="../algorithms/modelinfo.py" />
            <source>model, info, describe, bands, classes</source>
            <translation>modèle, informations, décrire, bandes, classes</translation>
        </message>
        <message>
            <location filename="../algorithms/parameters.py" />
            <source>numbers, separated by commas</source>
            <translation>nombres séparés par des virgules</translation>
        </message>
        <message>
            <location filename="../algorithms/parameters.py" />
            <source>separated by commas</source>
            <translation>liste séparée par des virgules</translation>
        </message>
        <message>
            <location filename="../algorithms/pictures.py" />
            <source>Expected the service to send all of the layer {layer}, found that a part is missing ({problem}): try again, or ask for a smaller area.</source>
            <translation>Le service doit envoyer toute la couche {layer}, mais une partie manque ({problem})&#xa0;: réessayez, ou demandez une zone plus petite.</translation>
        </message>
        <message>
            <location filename="../algorithms/pictures.py" />
            <source>Expected a picture of the layer {layer}, found that its service has none there: choose another area, or another pixel size.</source>
            <translation>Il faut une image de la couche {layer}, mais son service n'en a pas à cet endroit&#xa0;: choisissez une autre zone, ou une autre taille de pixel.</translation>
        </message>
        <message>
            <location filename="../algorithms/pictures.py" />
            <source>{share} % of the copy of the layer {layer} is blank, for its service has nothing there or could not send it: nothing is mapped there.</source>
            <translation>{share}&#xa0;% de la copie de la couche {layer} est vide, car son service n'a rien à cet endroit ou n'a pas pu l'envoyer&#xa0;: rien n'y est cartographié.</translation>
        </message>
        <message>
            <location filename="../algorithms/pixel_size.py" />
            <source>Pixel size of services</source>
            <translation>Taille des pixels des services</translation>
        </message>
        <message>
            <location filename="../algorithms/pixel_size.py" />
            <source>Size on the ground of the pixels of rasters that come from a service (XYZ, WMS, WMTS), which are copied to a file before the job starts. Empty: that of the model or dataset. Files keep theirs.</source>
            <translation>Taille au sol des pixels des rasters fournis par un service (XYZ, WMS, WMTS), qui sont copiés dans un fichier avant le traitement. Vide&#xa0;: celle du modèle ou du jeu de données. Les fichiers gardent la leur.</translation>
        </message>
        <message>
            <location filename="../algorithms/predict.py" />
            <source>predict, map, inference, classification, segmentation, land cover, deep learning</source>
            <translation>prédire, carte, cartographier, inférence, classification, segmentation, occupation du sol, apprentissage profond</translation>
        </message>
        <message>
            <location filename="../algorithms/predict.py" />
            <source>Map of {name}</source>
            <translation>Carte de {name}</translation>
        </message>
        <message>
            <location filename="../algorithms/predict.py" />
            <source>What is finished is kept in {folder}; run the same again to go on, or remove that folder.</source>
            <translation>Ce qui est terminé est conservé dans {folder}&#xa0;; relancez le même traitement pour continuer, ou supprimez ce dossier.</translation>
        </message>
        <message>
            <location filename="../algorithms/predictscenes.py" />
            <source>predict, map, many, folder, batch, catalogue, stac, mosaic, region, deep learning</source>
            <translation>prédire, carte, cartographier, plusieurs, dossier, lot, catalogue, stac, mosaïque, région, apprentissage profond</translation>
        </message>
        <message>
            <location filename="../algorithms/rasterizelabels.py" />
            <source>rasterize, burn, labels, training polygons, annotation, ground truth, classes</source>
            <translation>rastériser, graver, étiquettes, polygones d'apprentissage, annotation, vérité terrain, classes</translation>
        </message>
        <message>
            <location filename="../algorithms/sampledata.py" />
            <source>sample, example, demo, test data, synthetic, landscape</source>
            <translation>échantillon, exemple, démonstration, données de test, synthétique, paysage</translation>
        </message>
        <message>
            <location filename="../algorithms/sampledata.py" />
            <source>Sample data</source>
            <translation>Données d'exemple</translation>
        </message>
        <message>
            <location filename="../algorithms/train.py" />
            <source>train, deep learning, segmentation, neural network, unet, machine learning</source>
            <translation>entraîner, apprentissage profond, segmentation, réseau de neurones, unet, apprentissage automatique</translation>
        </message>
        <message>
            <location filename="../algorithms/train.py" />
            <source>{left}; run it again with '{resume}' ticked to go on from there.</source>
            <translation>{left}&#xa0;; relancez l'entraînement en cochant «&#xa0;{resume}&#xa0;» pour continuer à partir de là.</translation>
        </message>
        <message>
            <location filename="../algorithms/train.py" />
            <source>The best model so far is {path}</source>
            <translation>Le meilleur modèle obtenu jusqu'ici est {path}</translation>
        </message>
        <message>
            <location filename="../algorithms/train.py" />
            <source>The folds so far are in {folder}</source>
            <translation>Les plis obtenus jusqu'ici sont dans {folder}</translation>
        </message>
        <message>
            <location filename="../algorithms/values.py" />
            <source>Expected the values of the layer {layer}, found that they cannot be read ({problem}): save it as a GeoTIFF and choose that.</source>
            <translation>Les valeurs de la couche {layer} sont nécessaires, mais elles ne peuvent pas être lues ({problem})&#xa0;: enregistrez-la au format GeoTIFF et choisissez ce fichier.</translation>
        </message>
        <message>
            <location filename="../algorithms/vectorize.py" />
            <source>polygonize, vectorize, polygons, outlines, minimum mapping unit, sieve, simplify</source>
            <translation>polygoniser, vectoriser, polygones, contours, unité minimale de cartographie, tamiser, simplifier</translation>
        </message>
        <message>
            <location filename="../algorithms/written_out.py" />
            <source>Copying the layer {layer}</source>
            <translation>Copie de la couche {layer}</translation>
        </message>
        <message>
            <location filename="../algorithms/written_out.py" />
            <source>Expected to copy the layer {layer} to {path}, found that it cannot be written: make room there.</source>
            <translation>La couche {layer} doit être copiée dans {path}, mais ce fichier ne peut pas être écrit&#xa0;: faites-y de la place.</translation>
        </message>
        <message>
            <location filename="../algorithms/xyz.py" />
            <source>Expected pixels that the layer {layer} can be drawn with, found that the least detailed tiles of its service are {times} times as fine: ask for smaller pixels.</source>
            <translation>La couche {layer} ne peut pas être dessinée avec de tels pixels, car les tuiles les moins détaillées de son service sont {times} fois plus fines&#xa0;: demandez des pixels plus petits.</translation>
        </message>
        <message>
            <location filename="../algorithms/xyz.py" />
            <source>Expected tiles of the layer {layer}, found that its service has none of zoom level {zoom} there: choose another area, or ask for larger pixels.</source>
            <translation>Il faut des tuiles de la couche {layer}, mais son service n'en a aucune au niveau de zoom {zoom} à cet endroit&#xa0;: choisissez une autre zone, ou demandez des pixels plus grands.</translation>
        </message>
        <message>
            <location filename="../algorithms/xyz.py" />
            <source>The service of the layer {layer} has no picture for {absent} of {all} tiles of zoom level {zoom}: nothing is mapped there.</source>
            <translation>Le service de la couche {layer} n'a pas d'image pour {absent} tuiles sur {all} au niveau de zoom {zoom}&#xa0;: rien n'y est cartographié.</translation>
        </message>
        <message>
            <location filename="../algorithms/xyz.py" />
            <source>no picture</source>
            <translation>pas d'image</translation>
        </message>
        <message>
            <location filename="../engine/epochs.py" />
            <source>loss</source>
            <translation>perte</translation>
        </message>
        <message>
            <location filename="../engine/epochs.py" />
            <source>validation loss</source>
            <translation>perte de validation</translation>
        </message>
        <message>
            <location filename="../engine/epochs.py" />
            <source>mIoU</source>
            <translation>mIoU</translation>
        </message>
        <message>
            <location filename="../engine/epochs.py" />
            <source>best</source>
            <translation>meilleure valeur</translation>
        </message>
        <message>
            <location filename="../engine/epochs.py" />
            <source>best validation loss</source>
            <translation>meilleure perte de validation</translation>
        </message>
        <message>
            <location filename="../engine/epochs.py" />
            <source>Epoch {epoch} of {epochs}: {scores}</source>
            <translation>Époque {epoch} sur {epochs}&#xa0;: {scores}</translation>
        </message>
        <message>
            <location filename="../engine/epochs.py" />
            <source>Fold {fold} of {folds}, epoch {epoch} of {epochs}: {scores}</source>
            <translation>Pli {fold} sur {folds}, époque {epoch} sur {epochs}&#xa0;: {scores}</translation>
        </message>
        <message>
            <location filename="../engine/epochs.py" />
            <source> (epoch {epoch})</source>
            <translation> (époque {epoch})</translation>
        </message>
        <message>
            <location filename="../engine/epochs.py" />
            <source>{duration} an epoch</source>
            <translation>{duration} par époque</translation>
        </message>
        <message>
            <location filename="../engine/epochs.py" />
            <source>about {duration} left</source>
            <translation>encore {duration} environ</translation>
        </message>
        <message>
            <location filename="../engine/messages.py" />
            <source>Step {step}: {scores}</source>
            <translation>Étape {step}&#xa0;: {scores}</translation>
        </message>
        <message>
            <location filename="../engine/messages.py" />
            <source>about {duration} left (until {clock})</source>
            <translation>encore {duration} environ (jusqu'à {clock})</translation>
        </message>
        <message>
            <location filename="../engine/messages.py" />
            <source>{count}/min</source>
            <translation>{count}/min</translation>
        </message>
        <message>
            <location filename="../engine/messages.py" />
            <source>Starting the engine</source>
            <translation>Démarrage du moteur</translation>
        </message>
        <message>
            <location filename="../engine/messages.py" />
            <source>{percent} %</source>
            <translation>{percent}&#xa0;%</translation>
        </message>
        <message>
            <location filename="../engine/messages.py" />
            <source>epoch {done} of {total}</source>
            <translation>époque {done} sur {total}</translation>
        </message>
        <message>
            <location filename="../engine/messages.py" />
            <source>{done} of {total}</source>
            <translation>{done} sur {total}</translation>
        </message>
        <message>
            <location filename="../engine/run.py" />
            <source>give it less to do at once, for memory may be short</source>
            <translation>réduisez la quantité à traiter à la fois, car la mémoire est peut-être insuffisante</translation>
        </message>
        <message>
            <location filename="../engine/run.py" />
            <source>look at the log above</source>
            <translation>consultez le journal ci-dessus</translation>
        </message>
        <message>
            <location filename="../engine/run.py" />
            <source>Expected a result from the engine, found that it {how} without one{said}: {cure}.</source>
            <translation>Le moteur devait rendre un résultat, mais il {how} sans en rendre{said}&#xa0;: {cure}.</translation>
        </message>
        <message>
            <location filename="../engine/run.py" />
            <source>Expected a result, found a defect in the engine ({defect}): report it with the log above.</source>
            <translation>Le moteur devait rendre un résultat, mais il présente un défaut ({defect})&#xa0;: signalez-le en joignant le journal ci-dessus.</translation>
        </message>
        <message>
            <location filename="../engine/run.py" />
            <source>was ended by signal {number}</source>
            <translation>a été arrêté par le signal {number}</translation>
        </message>
        <message>
            <location filename="../engine/run.py" />
            <source>ended with status {number}</source>
            <translation>s'est terminé avec le code {number}</translation>
        </message>
        <message>
            <location filename="../engine/run.py" />
            <source>Expected the seg4eo engine in {python}, found that it is not installed there: install it, or choose another Python for the engine.</source>
            <translation>Le moteur seg4eo devrait se trouver dans {python}, mais il n'y est pas installé&#xa0;: installez-le, ou choisissez un autre Python pour le moteur.</translation>
        </message>
        <message>
            <location filename="../engine/run.py" />
            <source>Expected an engine that speaks protocol {expected}, found one of protocol {found} at {python}: bring the plugin and the engine to the same version.</source>
            <translation>Le moteur doit parler le protocole {expected}, mais celui de {python} parle le protocole {found}&#xa0;: mettez l'extension et le moteur à la même version.</translation>
        </message>
        <message>
            <location filename="../engine/run.py" />
            <source>This plugin was made for engine {expected}, found {found}: bring both to the same version if something does not work.</source>
            <translation>Cette extension est faite pour la version {expected} du moteur, mais la version trouvée est {found}&#xa0;: mettez les deux à la même version si quelque chose ne fonctionne pas.</translation>
        </message>
        <message>
            <location filename="../engine/run.py" />
            <source>Expected to start the engine with {python}, found that it cannot be run ({reason}): choose the engine's Python anew.</source>
            <translation>Le moteur devait être lancé avec {python}, mais ce programme ne peut pas être exécuté ({reason})&#xa0;: choisissez à nouveau le Python du moteur.</translation>
        </message>
        <message>
            <location filename="../installer/check.py" />
            <source>{count} of its files missing or changed, such as {example}</source>
            <translation>{count} de ses fichiers manquent ou ont changé, par exemple {example}</translation>
        </message>
        <message>
            <location filename="../installer/check.py" />
            <source>a program that says something else</source>
            <translation>un programme qui dit autre chose</translation>
        </message>
        <message>
            <location filename="../installer/check.py" />
            <source>nothing said</source>
            <translation>aucune réponse</translation>
        </message>
        <message>
            <location filename="../installer/check.py" />
            <source>it is not installed there</source>
            <translation>il n'y est pas installé</translation>
        </message>
        <message>
            <location filename="../installer/check.py" />
            <source>Expected a Python that has the seg4eo engine at {path}, found none ({found}): choose another one.</source>
            <translation>Un Python contenant le moteur seg4eo devrait se trouver à l'emplacement {path}, mais il n'y en a pas ({found})&#xa0;: choisissez-en un autre.</translation>
        </message>
        <message>
            <location filename="../installer/check.py" />
            <source>its Python does not start</source>
            <translation>son Python ne démarre pas</translation>
        </message>
        <message>
            <location filename="../installer/check.py" />
            <source>The installation was cancelled.</source>
            <translation>L'installation a été annulée.</translation>
        </message>
        <message>
            <location filename="../installer/choice.py" />
            <source>The index of torch's small builds cannot be reached, so the large one is installed, which runs on the processor too.</source>
            <translation>L'index des petites versions de torch est inaccessible&#xa0;: la grande est donc installée, qui fonctionne aussi sur le processeur.</translation>
        </message>
        <message>
            <location filename="../installer/choice.py" />
            <source>There is no NVIDIA driver, so torch's small build for the processor is wanted.</source>
            <translation>Il n'y a pas de pilote NVIDIA&#xa0;: la petite version de torch pour le processeur est donc choisie.</translation>
        </message>
        <message>
            <location filename="../installer/choice.py" />
            <source>Expected torch's {build} build, found that its index cannot be reached: choose auto or default as the build of torch.</source>
            <translation>La version {build} de torch est demandée, mais son index est inaccessible&#xa0;: choisissez auto ou default comme version de torch.</translation>
        </message>
        <message>
            <location filename="../installer/choice.py" />
            <source>There is an NVIDIA driver, so torch is installed with CUDA.</source>
            <translation>Il y a un pilote NVIDIA&#xa0;: torch est donc installé avec CUDA.</translation>
        </message>
        <message>
            <location filename="../installer/choice.py" />
            <source>Expected an NVIDIA driver of version {wanted} or newer for CUDA {cuda}, found {driver}, so the graphics card cannot be used: update the driver, then install again with torch's build cuda.</source>
            <translation>CUDA {cuda} demande un pilote NVIDIA de version {wanted} ou plus récente, mais la version trouvée est {driver}&#xa0;: la carte graphique ne peut pas être utilisée. Mettez le pilote à jour, puis réinstallez avec la version cuda de torch.</translation>
        </message>
        <message>
            <location filename="../installer/diagnosis.py" />
            <source>Expected room for the engine, found that the disk is full: free some space, and try again.</source>
            <translation>Il faut de la place pour le moteur, mais le disque est plein&#xa0;: libérez de l'espace, puis réessayez.</translation>
        </message>
        <message>
            <location filename="../installer/diagnosis.py" />
            <source>Expected the package index to have a certificate that is trusted here, found that it has none: add your organisation's authority under Settings ▸ Options ▸ Authentication ▸ Manage Certificates, and try again.</source>
            <translation>L'index de paquets doit avoir un certificat reconnu ici, mais il n'en a pas&#xa0;: ajoutez l'autorité de votre organisation dans Préférences ▸ Options ▸ Authentification ▸ Gestion des certificats, puis réessayez.</translation>
        </message>
        <message>
            <location filename="../installer/diagnosis.py" />
            <source>Expected all packages of the engine in {wheels}, found that some are missing or made for another system or Python (see the log): add them, and try again.</source>
            <translation>Tous les paquets du moteur devraient être dans {wheels}, mais certains manquent ou sont faits pour un autre système ou un autre Python (voir le journal)&#xa0;: ajoutez-les, puis réessayez.</translation>
        </message>
        <message>
            <location filename="../installer/diagnosis.py" />
            <source>Expected the proxy to let the installation through, found that it does not: check it under Settings ▸ Options ▸ Network, and try again.</source>
            <translation>Le proxy doit laisser passer l'installation, mais il ne le fait pas&#xa0;: vérifiez-le dans Préférences ▸ Options ▸ Réseau, puis réessayez.</translation>
        </message>
        <message>
            <location filename="../installer/diagnosis.py" />
            <source>Expected packages of the engine for this system and Python, found none (see the log): try another Python.</source>
            <translation>Il faut des paquets du moteur pour ce système et ce Python, mais il n'y en a pas (voir le journal)&#xa0;: essayez un autre Python.</translation>
        </message>
        <message>
            <location filename="../installer/diagnosis.py" />
            <source>Expected to reach the package index, found no connection ({last}): check the network, and the proxy under Settings ▸ Options ▸ Network, and try again; or give a folder of wheels.</source>
            <translation>L'index de paquets doit être joignable, mais la connexion échoue ({last})&#xa0;: vérifiez le réseau, et le proxy dans Préférences ▸ Options ▸ Réseau, puis réessayez&#xa0;; ou donnez un dossier de paquets.</translation>
        </message>
        <message>
            <location filename="../installer/diagnosis.py" />
            <source>Expected the engine to be installed, found that it stopped with status {status} ({last}): see the log.</source>
            <translation>Le moteur devait être installé, mais l'installation s'est arrêtée avec le code {status} ({last})&#xa0;: consultez le journal.</translation>
        </message>
        <message>
            <location filename="../installer/finding.py" />
            <source>Python: uv fetches one, for none that is fit was found</source>
            <translation>Python&#xa0;: uv en télécharge un, car aucun qui convienne n'a été trouvé</translation>
        </message>
        <message>
            <location filename="../installer/finding.py" />
            <source>uv cannot be had, so pip installs, which takes longer</source>
            <translation>uv n'est pas disponible&#xa0;: pip installe, ce qui prend plus de temps</translation>
        </message>
        <message>
            <location filename="../installer/finding.py" />
            <source>Expected {wanted} on this machine, found none: install it from python.org or with your system's packages, and try again.</source>
            <translation>Il faut {wanted} sur cette machine, mais il n'y en a pas&#xa0;: installez-le depuis python.org ou avec les paquets de votre système, puis réessayez.</translation>
        </message>
        <message>
            <location filename="../installer/finding.py" />
            <source>Expected {python} to make environments, found that it lacks venv: install it (on Debian and Ubuntu: sudo apt install python{version}-venv), and try again.</source>
            <translation>{python} doit savoir créer des environnements, mais venv lui manque&#xa0;: installez-le (sous Debian et Ubuntu&#xa0;: sudo apt install python{version}-venv), puis réessayez.</translation>
        </message>
        <message>
            <location filename="../installer/folders.py" />
            <source>Expected to remove {folder}, found that it is in use or protected ({reason}): end what runs on the engine, and try again.</source>
            <translation>{folder} doit être supprimé, mais ce dossier est utilisé ou protégé ({reason})&#xa0;: arrêtez ce qui utilise le moteur, puis réessayez.</translation>
        </message>
        <message>
            <location filename="../installer/install.py" />
            <source>Removing the engine</source>
            <translation>Suppression du moteur</translation>
        </message>
        <message>
            <location filename="../installer/install.py" />
            <source>Looking at what is there</source>
            <translation>Examen de ce qui est présent</translation>
        </message>
        <message>
            <location filename="../installer/install.py" />
            <source>The engine was installed already, and works.</source>
            <translation>Le moteur était déjà installé, et il fonctionne.</translation>
        </message>
        <message>
            <location filename="../installer/install.py" />
            <source>Looking for a Python, and for what installs with it</source>
            <translation>Recherche d'un Python et de ce qui installe avec lui</translation>
        </message>
        <message>
            <location filename="../installer/install.py" />
            <source>Making an environment for the engine</source>
            <translation>Création d'un environnement pour le moteur</translation>
        </message>
        <message>
            <location filename="../installer/install.py" />
            <source>Choosing the build of torch</source>
            <translation>Choix de la version de torch</translation>
        </message>
        <message>
            <location filename="../installer/install.py" />
            <source>Downloading and installing the engine's packages</source>
            <translation>Téléchargement et installation des paquets du moteur</translation>
        </message>
        <message>
            <location filename="../installer/install.py" />
            <source>Trying the engine</source>
            <translation>Essai du moteur</translation>
        </message>
        <message>
            <location filename="../installer/install.py" />
            <source>The engine that is there is another one than asked for, and is made anew.</source>
            <translation>Le moteur présent n'est pas celui qui est demandé&#xa0;: il est refait.</translation>
        </message>
        <message>
            <location filename="../installer/install.py" />
            <source>An unfinished installation is made anew.</source>
            <translation>Une installation inachevée est refaite.</translation>
        </message>
        <message>
            <location filename="../installer/install.py" />
            <source>The engine is broken ({how}), and is made anew.</source>
            <translation>Le moteur est abîmé ({how})&#xa0;: il est refait.</translation>
        </message>
        <message>
            <location filename="../installer/install.py" />
            <source>Removed the earlier {engine}.</source>
            <translation>Ancien moteur supprimé&#xa0;: {engine}.</translation>
        </message>
        <message>
            <location filename="../installer/lock.py" />
            <source>Expected to be the only one that installs the engine, found that another QGIS does it at this moment: wait until it is done.</source>
            <translation>Une seule installation du moteur peut avoir lieu à la fois, mais un autre QGIS en fait une en ce moment&#xa0;: attendez qu'elle soit terminée.</translation>
        </message>
        <message>
            <location filename="../installer/lock.py" />
            <source>Expected to write into {folder}, found that this cannot be done ({reason}): mend it.</source>
            <translation>Il faut pouvoir écrire dans {folder}, mais c'est impossible ({reason})&#xa0;: corrigez cela.</translation>
        </message>
        <message>
            <location filename="../installer/progress.py" />
            <source>Downloaded {name}; {done:.0f} of {all:.0f} MB</source>
            <translation>{name} téléchargé&#xa0;; {done:.0f} Mo sur {all:.0f}</translation>
        </message>
        <message>
            <location filename="../installer/pythons.py" />
            <source>the Python of QGIS itself</source>
            <translation>le Python de QGIS lui-même</translation>
        </message>
        <message>
            <location filename="../installer/pythons.py" />
            <source>another kind of Python than the usual one</source>
            <translation>un Python d'un autre genre que l'habituel</translation>
        </message>
        <message>
            <location filename="../installer/pythons.py" />
            <source>a Python for 32-bit programs</source>
            <translation>un Python pour programmes 32 bits</translation>
        </message>
        <message>
            <location filename="../installer/pythons.py" />
            <source>a Python for Intel processors, which torch is no longer made for</source>
            <translation>un Python pour processeurs Intel, pour lesquels torch n'est plus fait</translation>
        </message>
        <message>
            <location filename="../installer/pythons.py" />
            <source>a file that is none</source>
            <translation>un fichier qui n'en est pas un</translation>
        </message>
        <message>
            <location filename="../installer/pythons.py" />
            <source>a Python from {oldest} to {newest}</source>
            <translation>un Python de {oldest} à {newest}</translation>
        </message>
        <message>
            <location filename="../installer/pythons.py" />
            <source>Python {version}</source>
            <translation>Python {version}</translation>
        </message>
        <message>
            <location filename="../installer/pythons.py" />
            <source>Expected {wanted} at {path}, found {found}: choose another one, or none.</source>
            <translation>{wanted} est attendu à l'emplacement {path}, mais on y trouve {found}&#xa0;: choisissez-en un autre, ou aucun.</translation>
        </message>
        <message>
            <location filename="../installer/runner.py" />
            <source>It took more than {n} s.</source>
            <translation>Cela a pris plus de {n} s.</translation>
        </message>
        <message>
            <location filename="../installer/space.py" />
            <source>Expected {need:.0f} GB of free disk space for the engine in {folder}, found {free:.1f} GB: free some, and try again.</source>
            <translation>Il faut {need:.0f} Go d'espace libre pour le moteur dans {folder}, mais il n'y en a que {free:.1f} Go&#xa0;: libérez-en, puis réessayez.</translation>
        </message>
        <message>
            <location filename="../machine.py" />
            <source>Expected 0 (automatic) or {least} to {most} MB as memory for a scene, found {text}</source>
            <translation>La mémoire pour une scène doit être 0 (automatique) ou de {least} à {most} Mo, mais la valeur est {text}</translation>
        </message>
        <message>
            <location filename="../machine.py" />
            <source>Expected 0 (all) or {least} to {most} threads, found {text}</source>
            <translation>Le nombre de fils d'exécution doit être 0 (tous) ou de {least} à {most}, mais la valeur est {text}</translation>
        </message>
        <message>
            <location filename="../machine.py" />
            <source>Expected the address of a Dask scheduler (tcp://10.0.0.1:8786) or its file, found {text}</source>
            <translation>L'adresse d'un ordonnanceur Dask (tcp://10.0.0.1:8786) ou son fichier est attendu, la valeur est {text}</translation>
        </message>
        <message>
            <location filename="../machine.py" />
            <source>Expected a scratch folder at {folder}, found that nothing can be written there ({why})</source>
            <translation>Le dossier temporaire devrait être {folder}, mais rien ne peut y être écrit ({why})</translation>
        </message>
        <message>
            <location filename="../machine.py" />
            <source>By the settings: {settings}.</source>
            <translation>Selon les réglages&#xa0;: {settings}.</translation>
        </message>
        <message>
            <location filename="../machine.py" />
            <source>Expected one of {expected} as device, found {text}</source>
            <translation>Le périphérique doit être l'une des valeurs {expected}, mais la valeur est {text}</translation>
        </message>
        <message>
            <location filename="../machine.py" />
            <source>device {device}</source>
            <translation>périphérique {device}</translation>
        </message>
        <message>
            <location filename="../machine.py" />
            <source>{count} MB for the scene</source>
            <translation>{count} Mo pour la scène</translation>
        </message>
        <message>
            <location filename="../machine.py" />
            <source>cluster {address}</source>
            <translation>grappe {address}</translation>
        </message>
        <message>
            <location filename="../machine.py" />
            <source>threads: {count}</source>
            <translation>fils d'exécution&#xa0;: {count}</translation>
        </message>
        <message>
            <location filename="../machine.py" />
            <source>scratch folder {folder}</source>
            <translation>dossier temporaire {folder}</translation>
        </message>
        <message>
            <location filename="../menu.py" />
            <source>Install the engine…</source>
            <translation>Installer le moteur…</translation>
        </message>
        <message>
            <location filename="../menu.py" />
            <source>Check the engine…</source>
            <translation>Vérifier le moteur…</translation>
        </message>
        <message>
            <location filename="../menu.py" />
            <source>Settings…</source>
            <translation>Réglages…</translation>
        </message>
        <message>
            <location filename="../menu.py" />
            <source>Help</source>
            <translation>Aide</translation>
        </message>
        <message>
            <location filename="../provider.py" />
            <source>seg4eo: segmentation of Earth-observation imagery</source>
            <translation>seg4eo&#xa0;: segmentation d'images d'observation de la Terre</translation>
        </message>
        <message>
            <location filename="../settings.py" />
            <source>Plugins ▸ seg4eo ▸ Settings…</source>
            <translation>Extensions ▸ seg4eo ▸ Réglages…</translation>
        </message>
        <message>
            <location filename="../settings.py" />
            <source>no setting, so the default</source>
            <translation>aucun réglage, donc l'emplacement par défaut</translation>
        </message>
        <message>
            <location filename="../settings.py" />
            <source>an unfinished or broken one</source>
            <translation>une installation inachevée ou abîmée</translation>
        </message>
        <message>
            <location filename="../settings.py" />
            <source>a file that cannot be run</source>
            <translation>un fichier qui ne peut pas être exécuté</translation>
        </message>
        <message>
            <location filename="../settings.py" />
            <source>nothing there</source>
            <translation>rien</translation>
        </message>
        <message>
            <location filename="../settings.py" />
            <source>Expected the Python of the seg4eo engine at {path} ({named_by}), found {found}: run 'Install the engine' in the toolbox, or choose a Python that has the engine under {menu}{hint}.</source>
            <translation>Le Python du moteur seg4eo devrait se trouver à l'emplacement {path} ({named_by})&#xa0;; trouvé&#xa0;: {found}. Lancez «&#xa0;Installer le moteur&#xa0;» dans la boîte à outils, ou choisissez un Python contenant le moteur dans {menu}{hint}.</translation>
        </message>
        <message>
            <location filename="../settings.py" />
            <source>, in your home folder and made with the Python inside the {kind} of QGIS, which does not see the system's</source>
            <translation>, dans votre dossier personnel et avec le Python du {kind} de QGIS, qui ne voit pas celui du système</translation>
        </message>
        <message>
            <location filename="../settings.py" />
            <source>the environment variable {name}</source>
            <translation>la variable d'environnement {name}</translation>
        </message>
        <message>
            <location filename="../settings.py" />
            <source>the setting {name}</source>
            <translation>le réglage {name}</translation>
        </message>
        <message>
            <location filename="../settings_page.py" />
            <source>Engine's Python (empty: the one that seg4eo installed)</source>
            <translation>Python du moteur (vide&#xa0;: celui que seg4eo a installé)</translation>
        </message>
        <message>
            <location filename="../settings_page.py" />
            <source>Device, where an algorithm leaves it at auto</source>
            <translation>Périphérique, si un algorithme le laisse sur auto</translation>
        </message>
        <message>
            <location filename="../settings_page.py" />
            <source>Memory for a scene [MB] (0: automatic)</source>
            <translation>Mémoire pour une scène [Mo] (0&#xa0;: automatique)</translation>
        </message>
        <message>
            <location filename="../settings_page.py" />
            <source>Threads (0: all cores)</source>
            <translation>Fils d'exécution (0&#xa0;: tous les cœurs)</translation>
        </message>
        <message>
            <location filename="../settings_page.py" />
            <source>Scratch folder (empty: the system's)</source>
            <translation>Dossier temporaire (vide&#xa0;: celui du système)</translation>
        </message>
        <message>
            <location filename="../settings_page.py" />
            <source>Dask scheduler (empty: no cluster)</source>
            <translation>Ordonnanceur Dask (vide&#xa0;: pas de grappe)</translation>
        </message>
        <message>
            <location filename="../settings_page.py" />
            <source>Engine's Python (not used, for {variable} is set)</source>
            <translation>Python du moteur (inutilisé, car {variable} est définie)</translation>
        </message>
        <message>
            <location filename="../settings_page.py" />
            <source>Expected a Python that can be run at {path}, found none</source>
            <translation>Un Python exécutable devrait se trouver à l'emplacement {path}, mais il n'y en a pas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Create sample data</source>
            <translation>Créer des données d'exemple</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Write a small, realistic landscape to try everything else on. It is a ten-band Sentinel-2-like scene with its label raster, class polygons and a sampling grid. The same seed gives the same files.</source>
            <translation>Crée un petit paysage réaliste pour essayer tout le reste&#xa0;: une scène de dix bandes semblable à Sentinel-2, avec son raster d'étiquettes, des polygones de classes et une grille d'échantillonnage. La même graine donne les mêmes fichiers.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Sample folder</source>
            <translation>Dossier de l'exemple</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>New folder that the sample files are written into.</source>
            <translation>Nouveau dossier dans lequel les fichiers d'exemple sont écrits.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Scene size</source>
            <translation>Taille de la scène</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Width and height of the scene.</source>
            <translation>Largeur et hauteur de la scène.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>px</source>
            <translation>px</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Seed</source>
            <translation>Graine</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Another number gives another landscape.</source>
            <translation>Un autre nombre donne un autre paysage.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The folder with all sample files.</source>
            <translation>Le dossier contenant tous les fichiers d'exemple.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Scene</source>
            <translation>Scène</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Ten-band scene, Sentinel-2-like reflectance × 10000.</source>
            <translation>Scène de dix bandes, réflectance × 10000 comme pour Sentinel-2.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Labels</source>
            <translation>Étiquettes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Label raster: the class of every pixel.</source>
            <translation>Raster d'étiquettes&#xa0;: la classe de chaque pixel.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Class polygons</source>
            <translation>Polygones de classes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The same classes as polygons.</source>
            <translation>Les mêmes classes sous forme de polygones.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Grid</source>
            <translation>Grille</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Sampling grid with a split column.</source>
            <translation>Grille d'échantillonnage avec une colonne de répartition.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Create sampling grid</source>
            <translation>Créer une grille d'échantillonnage</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Lay a grid of patch-sized cells over a raster, and split them into training, validation and test. The cells are aligned to the raster's pixels. Neighbouring cells are kept together in blocks, with a gap between the splits, so that no test cell is next door to a training cell and the measured accuracy stays honest.</source>
            <translation>Pose sur un raster une grille de mailles de la taille d'une imagette et les répartit entre apprentissage, validation et test. Les mailles sont alignées sur les pixels du raster. Les mailles voisines restent ensemble dans des blocs, avec un écart entre les parts, de sorte qu'aucune maille de test ne touche une maille d'apprentissage et que l'exactitude mesurée reste honnête.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Raster</source>
            <translation>Raster</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The cells are aligned to the pixels of this raster.</source>
            <translation>Les mailles sont alignées sur les pixels de ce raster.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>GeoPackage that the cells are written into.</source>
            <translation>GeoPackage dans lequel les mailles sont écrites.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Area of interest</source>
            <translation>Zone d'intérêt</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Polygons: only cells that touch them are kept. Empty: the whole raster.</source>
            <translation>Polygones&#xa0;: seules les mailles qui les touchent sont conservées. Vide&#xa0;: tout le raster.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Patch size</source>
            <translation>Taille des imagettes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Width and height of a cell.</source>
            <translation>Largeur et hauteur d'une maille.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Patch size in metres</source>
            <translation>Taille des imagettes en mètres</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Width and height of a cell on the ground, instead of in pixels; rounded to whole pixels.</source>
            <translation>Largeur et hauteur d'une maille au sol, plutôt qu'en pixels&#xa0;; arrondies à des pixels entiers.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>m</source>
            <translation>m</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Overlap</source>
            <translation>Recouvrement</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Overlap of neighbouring cells.</source>
            <translation>Recouvrement des mailles voisines.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Stride</source>
            <translation>Pas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>From the start of one cell to that of the next, instead of an overlap; more than the patch size leaves gaps.</source>
            <translation>Du début d'une maille à celui de la suivante, plutôt qu'un recouvrement&#xa0;; un pas plus grand que l'imagette laisse des vides.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Least valid share</source>
            <translation>Part valide minimale</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Cells with a smaller share of valid (not nodata) pixels are left out.</source>
            <translation>Les mailles dont la part de pixels valides (hors nodata) est plus faible sont écartées.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Label raster, whose class shares are written into the grid. Empty: no labels, or polygons.</source>
            <translation>Raster d'étiquettes, dont les parts de classes sont écrites dans la grille. Vide&#xa0;: pas d'étiquettes, ou des polygones.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Label polygons</source>
            <translation>Polygones d'étiquettes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Polygons to be used as labels instead of a label raster.</source>
            <translation>Polygones servant d'étiquettes à la place d'un raster d'étiquettes.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Class field</source>
            <translation>Champ de classe</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Column of the label polygons with class numbers or names. Empty: all polygons are class 1.</source>
            <translation>Colonne des polygones d'étiquettes contenant le numéro ou le nom de la classe. Vide&#xa0;: tous les polygones sont de la classe 1.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Values to ignore</source>
            <translation>Valeurs à ignorer</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Label values that are not a class (unlabelled, clouds): they are neither learned nor measured.</source>
            <translation>Valeurs d'étiquettes qui ne sont pas une classe (non étiqueté, nuages)&#xa0;: elles ne sont ni apprises ni mesurées.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Least labelled share</source>
            <translation>Part étiquetée minimale</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Cells with a smaller share of labelled pixels are left out, where labels are given.</source>
            <translation>Les mailles dont la part de pixels étiquetés est plus faible sont écartées, si des étiquettes sont données.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Validation share</source>
            <translation>Part de validation</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Share of the cells for validation.</source>
            <translation>Part des mailles réservée à la validation.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Test share</source>
            <translation>Part de test</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Share of the cells for the test.</source>
            <translation>Part des mailles réservée au test.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Split</source>
            <translation>Répartition</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>How cells become training, validation and test: in blocks of neighbours, stratified in blocks so that every split has its share of each class of the labels, at random, or by a column of the area of interest.</source>
            <translation>Comment les mailles sont réparties entre apprentissage, validation et test&#xa0;: par blocs de voisines (blocks), par blocs stratifiés pour que chaque part reçoive de chaque classe des étiquettes (stratified), au hasard (random), ou selon une colonne de la zone d'intérêt (column).</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Split column</source>
            <translation>Colonne de répartition</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Column of the area of interest that holds train, validation or test: a cell takes it from the polygon that it mostly lies in. Where it is empty, cells are split in blocks.</source>
            <translation>Colonne de la zone d'intérêt contenant train, validation ou test&#xa0;: une maille prend la valeur du polygone qui la contient en majeure partie. Là où elle est vide, les mailles sont réparties par blocs.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Block size</source>
            <translation>Taille des blocs</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Squares of this many by this many cells get the same split. Empty: about thirty blocks.</source>
            <translation>Les carrés comptant ce nombre de mailles de côté vont dans la même part. Vide&#xa0;: une trentaine de blocs.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>cells</source>
            <translation>mailles</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Buffer</source>
            <translation>Zone tampon</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Least distance between cells of different splits, in cells; those that are nearer are left out. Empty: 1, where that leaves out at most a quarter of the cells.</source>
            <translation>Distance minimale entre les mailles de parts différentes, en mailles&#xa0;; celles qui sont plus proches sont écartées. Vide&#xa0;: 1, là où cela écarte au plus un quart des mailles.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Another number gives another split.</source>
            <translation>Un autre nombre donne une autre répartition.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Cells with a split column.</source>
            <translation>Mailles avec une colonne de répartition.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Cells</source>
            <translation>Mailles</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Number of cells.</source>
            <translation>Nombre de mailles.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Training cells</source>
            <translation>Mailles d'apprentissage</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Cells to learn from.</source>
            <translation>Mailles servant à apprendre.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Validation cells</source>
            <translation>Mailles de validation</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Cells that choose the best epoch.</source>
            <translation>Mailles servant à choisir la meilleure époque.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Test cells</source>
            <translation>Mailles de test</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Cells that measure the accuracy.</source>
            <translation>Mailles servant à mesurer l'exactitude.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Rasterize labels</source>
            <translation>Rastériser les étiquettes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Turn polygons into a label raster on the pixels of an image. The label raster has the class names and colours with it, and is styled when it is loaded into QGIS. Polygons in another coordinate reference system are reprojected.</source>
            <translation>Convertit des polygones en un raster d'étiquettes calé sur les pixels d'une image. Le raster porte les noms et les couleurs des classes, et reçoit son style à son chargement dans QGIS. Les polygones d'un autre système de coordonnées de référence sont reprojetés.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Polygons</source>
            <translation>Polygones</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Layer of polygons of known classes.</source>
            <translation>Couche de polygones dont les classes sont connues.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The labels get the pixels of this raster.</source>
            <translation>Les étiquettes prennent les pixels de ce raster.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Label raster</source>
            <translation>Raster d'étiquettes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>GeoTIFF that the class of every pixel is written into.</source>
            <translation>GeoTIFF dans lequel la classe de chaque pixel est écrite.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Column with the class of each polygon, whole numbers or names. Empty: all polygons are class 1.</source>
            <translation>Colonne contenant la classe de chaque polygone, nombres entiers ou noms. Vide&#xa0;: tous les polygones sont de la classe 1.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Classes</source>
            <translation>Classes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Class values with names, and colours if wanted: 1=water, 2=forest:#0a7d32. Empty: what the polygons have; names get the values 1, 2, … in alphabetical order.</source>
            <translation>Valeurs de classe avec leur nom et, si souhaité, leur couleur&#xa0;: 1=water, 2=forest:#0a7d32. Vide&#xa0;: celles des polygones&#xa0;; les noms reçoivent les valeurs 1, 2, … dans l'ordre alphabétique.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Background value</source>
            <translation>Valeur du fond</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Class value of pixels outside of all polygons. Empty: they are unlabelled, and nothing is learned there.</source>
            <translation>Valeur de classe des pixels hors de tout polygone. Vide&#xa0;: ils sont sans étiquette, et rien n'y est appris.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Order of painting</source>
            <translation>Ordre de dessin</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Polygons that come later are painted over earlier ones: in the order of the layer, the largest first, or by a column.</source>
            <translation>Les polygones dessinés plus tard recouvrent les précédents&#xa0;: dans l'ordre de la couche (layer), les plus grands d'abord (largest_first), ou selon une colonne (field).</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Order field</source>
            <translation>Champ d'ordre</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Column to paint by where the order is field, the smallest value first.</source>
            <translation>Colonne donnant l'ordre de dessin lorsque celui-ci est field, la plus petite valeur d'abord.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>All touched pixels</source>
            <translation>Tous les pixels touchés</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>A polygon takes every pixel that it touches, instead of those whose centre lies in it.</source>
            <translation>Un polygone prend tous les pixels qu'il touche, et non ceux dont il contient le centre.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Polygons grow by this on the ground; a negative number shrinks them.</source>
            <translation>Les polygones sont agrandis d'autant au sol&#xa0;; un nombre négatif les réduit.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Unlabelled border</source>
            <translation>Bordure sans étiquette</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Pixels nearer than this to the outline of a polygon are unlabelled, inside and outside.</source>
            <translation>Les pixels plus proches que cette distance du contour d'un polygone restent sans étiquette, à l'intérieur comme à l'extérieur.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>GeoTIFF with the class of every pixel.</source>
            <translation>GeoTIFF avec la classe de chaque pixel.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Class values with names: 1=water.</source>
            <translation>Valeurs de classe avec leur nom&#xa0;: 1=water.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Labelled share</source>
            <translation>Part étiquetée</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Share of the raster's pixels that have a class.</source>
            <translation>Part des pixels du raster qui ont une classe.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Number of polygons that touch the raster.</source>
            <translation>Nombre de polygones qui touchent le raster.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Extract patches</source>
            <translation>Extraire des imagettes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Cut images and their labels into patches, and write them as a dataset to train on. The patches are the cells of a grid, or a regular tiling where no grid is given. Cells on the image's pixels are copied as they are; others are resampled. Labels are rasters of class values, colour masks or polygons; where they lie on another grid or in another coordinate reference system, they are brought onto the image's pixels.</source>
            <translation>Découpe des images et leurs étiquettes en imagettes, et en fait un jeu de données pour l'entraînement. Les imagettes sont les mailles d'une grille, ou un pavage régulier si aucune grille n'est donnée. Les mailles calées sur les pixels de l'image sont copiées telles quelles&#xa0;; les autres sont rééchantillonnées. Les étiquettes sont des rasters de valeurs de classe, des masques en couleur ou des polygones&#xa0;; si leur grille ou leur système de coordonnées de référence est différent, elles sont ramenées sur les pixels de l'image.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Images</source>
            <translation>Images</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>One or more rasters with the same bands. Empty where a folder is given.</source>
            <translation>Un ou plusieurs rasters ayant les mêmes bandes. Vide si un dossier est donné.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>A label raster for each image, in the same order: class values, or a mask whose colours are named in the classes. Empty where polygons are given.</source>
            <translation>Un raster d'étiquettes par image, dans le même ordre&#xa0;: valeurs de classe, ou masque dont les couleurs sont nommées dans les classes. Vide si des polygones sont donnés.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Polygons to be used as labels of all images, instead of label rasters.</source>
            <translation>Polygones servant d'étiquettes à toutes les images, à la place de rasters d'étiquettes.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Class value of pixels outside of all label polygons. Empty: they are unlabelled.</source>
            <translation>Valeur de classe des pixels hors de tout polygone d'étiquettes. Vide&#xa0;: ils sont sans étiquette.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Dataset</source>
            <translation>Jeu de données</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>New folder that the patches are written into.</source>
            <translation>Nouveau dossier dans lequel les imagettes sont écrites.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Polygons, one a patch; a column named split may hold train, validation or test. Empty: regular tiling.</source>
            <translation>Polygones, un par imagette&#xa0;; une colonne nommée split peut contenir train, validation ou test. Vide&#xa0;: pavage régulier.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Width and height of a patch. Empty: that of the grid's cells, or 256 in regular tiling.</source>
            <translation>Largeur et hauteur d'une imagette. Vide&#xa0;: celles des mailles de la grille, ou 256 pour un pavage régulier.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Overlap of neighbouring patches in regular tiling.</source>
            <translation>Recouvrement des imagettes voisines dans un pavage régulier.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Ground resolution</source>
            <translation>Résolution au sol</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Size of a pixel of the patches; the images are resampled to it. Empty: the images' own.</source>
            <translation>Taille d'un pixel des imagettes&#xa0;; les images y sont rééchantillonnées. Vide&#xa0;: celle des images.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Bands</source>
            <translation>Bandes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Numbers (the first is 1) or names of the bands to use, in the order wanted. Empty: all bands.</source>
            <translation>Numéros (la première est 1) ou noms des bandes à utiliser, dans l'ordre voulu. Vide&#xa0;: toutes les bandes.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Class values with names, and colours if wanted: 1=water, 2=forest:#0a7d32. What is left out is taken from the labels. Colour masks need the colours.</source>
            <translation>Valeurs de classe avec leur nom et, si souhaité, leur couleur&#xa0;: 1=water, 2=forest:#0a7d32. Ce qui manque est repris des étiquettes. Les masques en couleur exigent les couleurs.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>These values against the rest</source>
            <translation>Ces valeurs contre le reste</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Label values that become class 1, while all other labelled values become class 0. Empty: classes as they are.</source>
            <translation>Valeurs d'étiquettes qui deviennent la classe 1, toutes les autres devenant la classe 0. Vide&#xa0;: les classes telles quelles.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Share of the patches for validation where the grid has no split column.</source>
            <translation>Part des imagettes réservée à la validation si la grille n'a pas de colonne de répartition.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Share of the patches for the test where the grid has no split column.</source>
            <translation>Part des imagettes réservée au test si la grille n'a pas de colonne de répartition.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>How patches become training, validation and test: in blocks of neighbours, stratified in blocks so that every split has its share of each class, at random, or by a column of the grid; auto takes the grid's column where it has one, else blocks.</source>
            <translation>Comment les imagettes sont réparties entre apprentissage, validation et test&#xa0;: par blocs de voisines (blocks), par blocs stratifiés pour que chaque part reçoive de chaque classe (stratified), au hasard (random), ou selon une colonne de la grille (column)&#xa0;; auto prend la colonne de la grille si elle en a une, sinon des blocs.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Column of the grid that holds train, validation or test.</source>
            <translation>Colonne de la grille contenant train, validation ou test.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Squares of this many by this many patches get the same split. Empty: about thirty blocks.</source>
            <translation>Les carrés comptant ce nombre d'imagettes de côté vont dans la même part. Vide&#xa0;: une trentaine de blocs.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>patches</source>
            <translation>imagettes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Least distance between patches of different splits, in patches; those that are nearer are left out. Empty: 1, where that leaves out at most a quarter of the patches.</source>
            <translation>Distance minimale entre les imagettes de parts différentes, en imagettes&#xa0;; celles qui sont plus proches sont écartées. Vide&#xa0;: 1, là où cela écarte au plus un quart des imagettes.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>A grid for each image</source>
            <translation>Une grille par image</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>A polygon layer for each image, in the same order, instead of one grid for all.</source>
            <translation>Une couche de polygones par image, dans le même ordre, plutôt qu'une seule grille pour toutes.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Move cells onto pixels</source>
            <translation>Caler les mailles sur les pixels</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Cells that are off the image's pixels by less than a pixel are moved onto them instead of being resampled, so that pixels are copied as they are.</source>
            <translation>Les mailles décalées de moins d'un pixel par rapport à l'image sont déplacées sur ses pixels plutôt que rééchantillonnées, afin que les pixels soient copiés tels quels.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Resampling of images</source>
            <translation>Rééchantillonnage des images</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>How pixels are made where they are not those of the image.</source>
            <translation>Comment les pixels sont calculés là où ce ne sont pas ceux de l'image.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Resampling of labels</source>
            <translation>Rééchantillonnage des étiquettes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>nearest takes the class at the middle of a pixel, mode the most frequent one in it.</source>
            <translation>nearest prend la classe au milieu du pixel, mode la plus fréquente dans le pixel.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Stacked rasters</source>
            <translation>Rasters empilés</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Rasters whose bands follow those of every image, brought onto its pixels: an elevation model, radar, bands of another resolution.</source>
            <translation>Rasters dont les bandes suivent celles de chaque image, ramenées sur ses pixels&#xa0;: modèle numérique d'altitude, radar, bandes d'une autre résolution.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Folder of images and labels</source>
            <translation>Dossier des images et étiquettes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Folder in which images and labels are found by the patterns, instead of lists.</source>
            <translation>Dossier dans lequel les images et les étiquettes sont cherchées à l'aide des motifs, plutôt que d'être listées.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Image pattern</source>
            <translation>Motif des images</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Where the images lie in the folder; * stands for the name of a pair.</source>
            <translation>Emplacement des images dans le dossier&#xa0;; * représente le nom de la paire.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Label pattern</source>
            <translation>Motif des étiquettes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Where the labels lie in the folder, rasters or polygons, such as masks/*_mask.png. Not used with label polygons for all images.</source>
            <translation>Emplacement des étiquettes dans le dossier, rasters ou polygones, par exemple masks/*_mask.png. Inutilisé si des polygones étiquettent toutes les images.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Stack patterns</source>
            <translation>Motifs des rasters empilés</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Where the rasters to be stacked on each image lie in the folder.</source>
            <translation>Emplacement, dans le dossier, des rasters à empiler sur chaque image.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Grid pattern</source>
            <translation>Motif des grilles</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Where the grids of the images lie in the folder. Empty: the grid above, or regular tiling.</source>
            <translation>Emplacement des grilles des images dans le dossier. Vide&#xa0;: la grille ci-dessus, ou un pavage régulier.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>A label polygon takes every pixel that it touches, not only those whose middle lies in it.</source>
            <translation>Un polygone d'étiquettes prend tous les pixels qu'il touche, et pas seulement ceux dont il contient le milieu.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Nodata value</source>
            <translation>Valeur nodata</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Pixels of this value are invalid, besides those that the images themselves mark so.</source>
            <translation>Les pixels de cette valeur sont invalides, en plus de ceux que les images marquent elles-mêmes.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Patches with a smaller share of pixels that are valid and labelled are left out.</source>
            <translation>Les imagettes dont la part de pixels à la fois valides et étiquetés est plus faible sont écartées.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Add to the dataset</source>
            <translation>Compléter le jeu de données</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The dataset exists and is added to: its patches keep their split, and so do new ones at the same places.</source>
            <translation>Le jeu de données existe et on lui ajoute des imagettes&#xa0;: les siennes gardent leur part, et les nouvelles situées aux mêmes endroits prennent la même.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Dask scheduler</source>
            <translation>Ordonnanceur Dask</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Address of a Dask cluster whose workers do the work, such as tcp://10.0.0.1:8786, or its scheduler file. They need the same engine, and must see inputs and output under the same paths. Empty: no cluster.</source>
            <translation>Adresse d'une grappe Dask dont les processus font le travail, comme tcp://10.0.0.1:8786, ou son fichier d'ordonnanceur. Il leur faut le même moteur, et ils doivent voir les entrées et la sortie sous les mêmes chemins. Vide&#xa0;: pas de grappe.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Workers on this machine</source>
            <translation>Processus sur cette machine</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Processes that do the work together. 0: one for each graphics card, or for each core where there is none. Empty: this process does it alone.</source>
            <translation>Processus qui font le travail ensemble. 0&#xa0;: un par carte graphique, ou par cœur s'il n'y en a pas. Vide&#xa0;: ce processus le fait seul.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The dataset folder.</source>
            <translation>Le dossier du jeu de données.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Patch outlines</source>
            <translation>Contours des imagettes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Outline and split of each patch.</source>
            <translation>Contour et part de chaque imagette.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Patches</source>
            <translation>Imagettes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Number of patches.</source>
            <translation>Nombre d'imagettes.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Training patches</source>
            <translation>Imagettes d'apprentissage</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Patches to learn from.</source>
            <translation>Imagettes servant à apprendre.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Validation patches</source>
            <translation>Imagettes de validation</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Patches that choose the best epoch.</source>
            <translation>Imagettes servant à choisir la meilleure époque.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Test patches</source>
            <translation>Imagettes de test</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Patches that measure the accuracy.</source>
            <translation>Imagettes servant à mesurer l'exactitude.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Adopt existing patches</source>
            <translation>Adopter des imagettes existantes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Make a dataset of patches that were cut elsewhere. The folder holds train, validation (or val) and test; in each of them, images and labels (or masks) have files of the same names, GeoTIFF, PNG or JPEG. Every pair is checked, and the patches keep their pixels and their split.</source>
            <translation>Fait un jeu de données d'imagettes découpées ailleurs. Le dossier contient train, validation (ou val) et test&#xa0;; dans chacun, les images (images) et les étiquettes (labels ou masks) sont des fichiers de mêmes noms, GeoTIFF, PNG ou JPEG. Chaque paire est vérifiée, et les imagettes gardent leurs pixels et leur part.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Folder of patches</source>
            <translation>Dossier des imagettes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Folder with train, validation and test in it.</source>
            <translation>Dossier contenant train, validation et test.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>New folder that the dataset is written into.</source>
            <translation>Nouveau dossier dans lequel le jeu de données est écrit.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Dataset report</source>
            <translation>Rapport sur le jeu de données</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Say whether a dataset is fit to train on, what is wrong with it, and what is in it. The page shows the classes and bands of each split, some images beside their labels, and where the patches lie. It finds splits that share ground, copies, labels that are empty or do not lie on their image, missing classes, and bands that tell nothing or are in another unit.</source>
            <translation>Dit si un jeu de données est propre à l'entraînement, ce qui ne va pas et ce qu'il contient. La page montre les classes et les bandes de chaque part, quelques images à côté de leurs étiquettes, et l'emplacement des imagettes. Elle signale les parts qui partagent du terrain, les copies, les étiquettes vides ou décalées par rapport à leur image, les classes absentes, et les bandes qui n'apportent rien ou sont dans une autre unité.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Folder with a dataset.</source>
            <translation>Dossier d'un jeu de données.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The page to write; a JSON file with the same numbers is written beside it.</source>
            <translation>La page à écrire&#xa0;; un fichier JSON avec les mêmes nombres est écrit à côté.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The page.</source>
            <translation>La page.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Report as JSON</source>
            <translation>Rapport en JSON</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The same in numbers, beside the page.</source>
            <translation>La même chose en nombres, à côté de la page.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Patches of the dataset.</source>
            <translation>Imagettes du jeu de données.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Problems</source>
            <translation>Problèmes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>What should be mended before training.</source>
            <translation>Ce qu'il faudrait corriger avant l'entraînement.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Nearest test patch</source>
            <translation>Imagette de test la plus proche</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Smallest distance between a training and a test patch; none where they share no map.</source>
            <translation>Plus petite distance entre une imagette d'apprentissage et une imagette de test&#xa0;; aucune si elles ne partagent pas de carte.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Nearest test patch in patch widths</source>
            <translation>Distance en largeurs d'imagette</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The same distance in widths of a patch.</source>
            <translation>La même distance en largeurs d'imagette.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Train a model</source>
            <translation>Entraîner un modèle</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Train a segmentation network on a dataset. The epoch with the best mean intersection over union on the validation patches becomes the model file, which holds everything that prediction needs: bands, classes, normalisation, calibrated confidence. The test patches, never seen in training, then tell how good it is. A training that was stopped can be gone on with.</source>
            <translation>Entraîne un réseau de segmentation sur un jeu de données. L'époque dont l'intersection sur union moyenne est la meilleure sur les imagettes de validation donne le fichier du modèle, qui contient tout ce qu'il faut pour la prédiction&#xa0;: bandes, classes, normalisation, confiance calibrée. Les imagettes de test, jamais vues pendant l'entraînement, disent ensuite ce qu'il vaut. Un entraînement interrompu peut être repris.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Folder written by Extract patches.</source>
            <translation>Dossier écrit par «&#xa0;Extraire des imagettes&#xa0;».</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>File that the best model is written to. All that happens on the way goes into a folder beside it, named after it and _training: curves, previews, and what is needed to go on after a stop.</source>
            <translation>Fichier dans lequel le meilleur modèle est écrit. Tout ce qui se passe en chemin va dans un dossier voisin, qui porte son nom suivi de _training&#xa0;: courbes, aperçus, et ce qu'il faut pour reprendre après un arrêt.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Architecture</source>
            <translation>Architecture</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Shape of the network; unet is a sound start. tv_ networks are torchvision's; custom_unet has no encoder and is shaped by its own options.</source>
            <translation>Forme du réseau&#xa0;; unet est un bon point de départ. Les réseaux tv_ sont ceux de torchvision&#xa0;; custom_unet n'a pas d'encodeur et prend la forme que lui donnent ses propres options.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Encoder</source>
            <translation>Encodeur</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Backbone of the network, by its name in segmentation-models-pytorch, or tu- and a name of timm: resnet18 is quick, resnet34 or efficientnet-b0 are often a little better. Of tv_ networks: resnet50, resnet101 or mobilenet_v3_large; of dpt a vision transformer such as tu-vit_tiny_patch16_224.</source>
            <translation>Base du réseau, sous son nom dans segmentation-models-pytorch, ou tu- suivi d'un nom de timm&#xa0;: resnet18 est rapide, resnet34 ou efficientnet-b0 sont souvent un peu meilleurs. Pour les réseaux tv_&#xa0;: resnet50, resnet101 ou mobilenet_v3_large&#xa0;; pour dpt, un transformeur de vision comme tu-vit_tiny_patch16_224.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Encoder weights</source>
            <translation>Poids de l'encodeur</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>none starts from nothing; imagenet, or another name that the encoder has, from weights learned on photographs, which are fetched from the internet once; the path of a .pth or .safetensors file, from that.</source>
            <translation>none part de rien&#xa0;; imagenet, ou un autre nom que connaît l'encodeur, part de poids appris sur des photographies, téléchargés une seule fois&#xa0;; le chemin d'un fichier .pth ou .safetensors part de celui-ci.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Network options</source>
            <translation>Options du réseau</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Of custom_unet: base_filters=32, depth=5, first_kernel_px=3, kernel_px=3, dropout=0, dilation=1, norm=batch (or group, instance, none), max_filters=0 (no limit), upsampling=bilinear (or transposed).</source>
            <translation>Pour custom_unet&#xa0;: base_filters=32, depth=5, first_kernel_px=3, kernel_px=3, dropout=0, dilation=1, norm=batch (ou group, instance, none), max_filters=0 (sans limite), upsampling=bilinear (ou transposed).</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Epochs</source>
            <translation>Époques</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Most passes through the training patches; it stops before where nothing improves.</source>
            <translation>Nombre maximal de passages sur les imagettes d'apprentissage&#xa0;; l'entraînement s'arrête avant si rien ne s'améliore.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Time limit</source>
            <translation>Durée maximale</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Stop after this many minutes and keep the best model so far; the result then depends on the machine. Empty: no limit.</source>
            <translation>Arrêter après ce nombre de minutes et garder le meilleur modèle obtenu&#xa0;; le résultat dépend alors de la machine. Vide&#xa0;: pas de limite.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>min</source>
            <translation>min</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Batch size</source>
            <translation>Taille des lots</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Patches that are learned from at once, on all devices together.</source>
            <translation>Nombre d'imagettes apprises à la fois, sur tous les périphériques ensemble.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Learning rate</source>
            <translation>Taux d'apprentissage</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Size of a learning step; smaller is slower and steadier.</source>
            <translation>Taille d'un pas d'apprentissage&#xa0;; plus petit, il est plus lent et plus régulier.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Find the batch size</source>
            <translation>Trouver la taille des lots</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Begin with the largest batch that the memory holds, up to four times the given one.</source>
            <translation>Commencer par le plus grand lot que la mémoire accepte, jusqu'à quatre fois celui qui est donné.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Find the learning rate</source>
            <translation>Trouver le taux d'apprentissage</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Try a hundred steps with growing learning rates first, and take a good one.</source>
            <translation>Essayer d'abord cent pas avec des taux d'apprentissage croissants, et en prendre un bon.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Augmentation</source>
            <translation>Augmentation des données</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Random changes to the training patches: light turns and flips them, medium also changes size, brightness and noise, strong also bends, blurs and hides parts.</source>
            <translation>Changements aléatoires des imagettes d'apprentissage&#xa0;: light les tourne et les retourne, medium change aussi leur échelle, leur luminosité et leur bruit, strong en plus les déforme, les floute et en cache des parties.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Further augmentations</source>
            <translation>Autres augmentations</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Single changes besides those of the level: flip, turn, rotate, zoom, shear, elastic, grid, blur, noise, brightness, contrast, gamma, haze, band_dropout, cutout.</source>
            <translation>Changements isolés en plus de ceux du niveau&#xa0;: flip, turn, rotate, zoom, shear, elastic, grid, blur, noise, brightness, contrast, gamma, haze, band_dropout, cutout.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Loss</source>
            <translation>Fonction de perte</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>What is minimised: a weighted sum of ce (cross-entropy), bce, dice, jaccard, focal, tversky, lovasz and mcc.</source>
            <translation>Ce qui est minimisé&#xa0;: une somme pondérée de ce (entropie croisée), bce, dice, jaccard, focal, tversky, lovasz et mcc.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Class weights</source>
            <translation>Pondération des classes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Lets rare classes count more in ce, bce and focal: by inverse frequency, by median frequency, or by the effective number of pixels.</source>
            <translation>Fait compter davantage les classes rares dans ce, bce et focal&#xa0;: selon l'inverse de la fréquence (inverse), selon la fréquence médiane (median), ou selon le nombre effectif de pixels (effective).</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Given class weights</source>
            <translation>Poids donnés aux classes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Weights of single classes instead, by value or name, such as water=2.5.</source>
            <translation>Poids de classes choisies, par valeur ou par nom, par exemple water=2.5, à la place de la pondération.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Label smoothing</source>
            <translation>Lissage des étiquettes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Share of certainty that is taken off the labels in ce and bce, where they are not exact.</source>
            <translation>Part de certitude retirée aux étiquettes dans ce et bce, lorsqu'elles ne sont pas exactes.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Normalization</source>
            <translation>Normalisation</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>How band values are scaled, with numbers taken once from the training patches.</source>
            <translation>Comment les valeurs des bandes sont mises à l'échelle, avec des nombres tirés une fois des imagettes d'apprentissage.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The same seed gives the same training.</source>
            <translation>La même graine donne le même entraînement.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Optimizer</source>
            <translation>Optimiseur</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>How gradients become learning steps.</source>
            <translation>Comment les gradients deviennent des pas d'apprentissage.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Weight decay</source>
            <translation>Décroissance des poids</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Pull of the weights towards zero.</source>
            <translation>Force qui tire les poids vers zéro.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Schedule</source>
            <translation>Évolution du taux</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Course of the learning rate: cosine falls to zero at the end, onecycle rises first, plateau is halved when the validation loss stands still.</source>
            <translation>Évolution du taux d'apprentissage&#xa0;: cosine descend à zéro à la fin, onecycle monte d'abord, plateau est divisé par deux lorsque la perte de validation stagne.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Warm-up</source>
            <translation>Échauffement</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Share of the training in which the learning rate rises from zero.</source>
            <translation>Part de l'entraînement pendant laquelle le taux d'apprentissage monte à partir de zéro.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Patience</source>
            <translation>Patience</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Stop after this many epochs without a better validation score.</source>
            <translation>Arrêter après ce nombre d'époques sans meilleur score de validation.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>epochs</source>
            <translation>époques</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Keep the best by</source>
            <translation>Garder le meilleur selon</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The score on the validation patches that decides which epoch becomes the model.</source>
            <translation>Le score sur les imagettes de validation qui décide de l'époque retenue pour le modèle.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Averaging of weights</source>
            <translation>Moyenne des poids</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The model is the running mean of the weights, in which each step keeps this share of the mean before it. 0: no mean.</source>
            <translation>Le modèle est la moyenne glissante des poids, dans laquelle chaque pas conserve cette part de la moyenne précédente. 0&#xa0;: pas de moyenne.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Gradient clipping</source>
            <translation>Écrêtage du gradient</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Longest gradient of a step; longer ones are shortened to it. 0: no limit.</source>
            <translation>Plus long gradient d'un pas&#xa0;; les plus longs y sont ramenés. 0&#xa0;: pas de limite.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Batches in a step</source>
            <translation>Lots par pas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Batches whose gradients are added up before a step, as if the batch were so much larger.</source>
            <translation>Nombre de lots dont les gradients sont additionnés avant un pas, comme si le lot était d'autant plus grand.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Epochs with a frozen encoder</source>
            <translation>Époques à encodeur figé</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Leave pretrained weights of the encoder as they are for the first epochs.</source>
            <translation>Laisser tels quels les poids préentraînés de l'encodeur pendant les premières époques.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Folds</source>
            <translation>Plis</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Train so many networks, each tested on another part of the training and validation patches; together they are one model. Empty: one network.</source>
            <translation>Entraîner autant de réseaux, chacun testé sur une autre partie des imagettes d'apprentissage et de validation&#xa0;; ensemble, ils forment un seul modèle. Vide&#xa0;: un seul réseau.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Go on with a stopped training</source>
            <translation>Reprendre un entraînement interrompu</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Begin where the stopped training of the same model ended.</source>
            <translation>Repartir de là où l'entraînement interrompu du même modèle s'est arrêté.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Preview scenes</source>
            <translation>Scènes d'aperçu</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Small scenes that are mapped on the way, as pictures in the folder beside the model.</source>
            <translation>Petites scènes cartographiées en cours de route, sous forme d'images dans le dossier voisin du modèle.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Preview every</source>
            <translation>Aperçu toutes les</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Epochs from one preview to the next.</source>
            <translation>Nombre d'époques d'un aperçu au suivant.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>TensorBoard</source>
            <translation>TensorBoard</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Also write the course of the training for TensorBoard.</source>
            <translation>Écrire aussi le déroulement de l'entraînement pour TensorBoard.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Device</source>
            <translation>Périphérique</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>auto takes the graphics card where there is one that works.</source>
            <translation>auto prend la carte graphique s'il y en a une qui fonctionne.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Devices</source>
            <translation>Nombre de périphériques</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Graphics cards (or, on a CPU, processes) of this machine that share each batch.</source>
            <translation>Nombre de cartes graphiques (ou, sur un processeur, de processus) de cette machine qui se partagent chaque lot.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Machines</source>
            <translation>Machines</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Machines that train together, started by torchrun or SLURM.</source>
            <translation>Nombre de machines qui s'entraînent ensemble, lancées par torchrun ou SLURM.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Precision</source>
            <translation>Précision numérique</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Number format of the computation; auto is bf16 where the device multiplies in it, fp32 elsewhere.</source>
            <translation>Format des nombres du calcul&#xa0;; auto est bf16 si le périphérique sait multiplier dans ce format, fp32 sinon.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Loader processes</source>
            <translation>Processus de lecture</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Extra processes that read patches; 0 reads in the main one.</source>
            <translation>Processus supplémentaires qui lisent les imagettes&#xa0;; 0 les lit dans le processus principal.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The model file.</source>
            <translation>Le fichier du modèle.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Accuracy report</source>
            <translation>Rapport d'exactitude</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The page that shows how good the model is on patches it never saw.</source>
            <translation>La page qui montre ce que vaut le modèle sur des imagettes qu'il n'a jamais vues.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Training folder</source>
            <translation>Dossier de l'entraînement</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The course of the training, previews, and other weights.</source>
            <translation>Le déroulement de l'entraînement, des aperçus et d'autres poids.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Epochs that were trained, in all folds together.</source>
            <translation>Époques entraînées, tous plis confondus.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Best epoch</source>
            <translation>Meilleure époque</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The epoch that the model file holds; of folds, that of the first.</source>
            <translation>L'époque contenue dans le fichier du modèle&#xa0;; avec des plis, celle du premier.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Validation mIoU</source>
            <translation>mIoU de validation</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Mean intersection over union on the validation patches; of folds, on the patches that each never saw.</source>
            <translation>Intersection sur union moyenne sur les imagettes de validation&#xa0;; avec des plis, sur les imagettes que chacun n'a jamais vues.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Test mIoU</source>
            <translation>mIoU de test</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Mean intersection over union on the test patches.</source>
            <translation>Intersection sur union moyenne sur les imagettes de test.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Test accuracy</source>
            <translation>Exactitude de test</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Share of test pixels with the right class.</source>
            <translation>Part des pixels de test dont la classe est juste.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Calibration error</source>
            <translation>Erreur de calibration</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>How far the confidence is from the share of pixels that are right, on average over the test patches.</source>
            <translation>Écart entre la confiance et la part de pixels justes, en moyenne sur les imagettes de test.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Import a SemanticSeg4EO model</source>
            <translation>Importer un modèle SemanticSeg4EO</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Turn a model of SemanticSeg4EO (.pth) into a model file that maps rasters here. Weights, bands, classes and the way in which it scales every window by itself are kept, so that a window gets the same probabilities as there. What the file says needs no parameter; a file of which some weight would be left over or left out is refused.</source>
            <translation>Convertit un modèle de SemanticSeg4EO (.pth) en un fichier de modèle qui cartographie des rasters ici. Les poids, les bandes, les classes et la façon de mettre à l'échelle chaque fenêtre séparément sont conservés, de sorte qu'une fenêtre reçoit les mêmes probabilités que là-bas. Ce que dit le fichier n'a pas besoin de paramètre&#xa0;; un fichier dont des poids seraient en trop ou manqueraient est refusé.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>SemanticSeg4EO model</source>
            <translation>Modèle SemanticSeg4EO</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>File that SemanticSeg4EO or its QGIS plugin wrote, such as unet_best_iou.pth.</source>
            <translation>Fichier écrit par SemanticSeg4EO ou son extension QGIS, par exemple unet_best_iou.pth.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>File that the model is written to.</source>
            <translation>Fichier dans lequel le modèle est écrit.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Names of the bands, in the order in which the model was trained on them. Empty: band 1, band 2 and so on; a map then takes the bands of its raster in their order.</source>
            <translation>Noms des bandes, dans l'ordre dans lequel le modèle a été entraîné. Vide&#xa0;: bande 1, bande 2 et ainsi de suite&#xa0;; une carte prend alors les bandes de son raster dans leur ordre.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Class values with names, and colours if wanted, in the model's order: 0=land, 1=water:#2b7bba. Empty: the values 0, 1 and so on, with the names that the file has.</source>
            <translation>Valeurs de classe avec leur nom et, si souhaité, leur couleur, dans l'ordre du modèle&#xa0;: 0=land, 1=water:#2b7bba. Vide&#xa0;: les valeurs 0, 1 et ainsi de suite, avec les noms que contient le fichier.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Width and height of the patches that the model was trained on. Empty: as the file says; files of the QGIS plugin do not say it.</source>
            <translation>Largeur et hauteur des imagettes sur lesquelles le modèle a été entraîné. Vide&#xa0;: ce que dit le fichier&#xa0;; ceux de l'extension QGIS ne le disent pas.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Name that the architecture has in SemanticSeg4EO, for files that hold nothing but weights; auto takes what the file says.</source>
            <translation>Nom de l'architecture dans SemanticSeg4EO, pour les fichiers qui ne contiennent que des poids&#xa0;; auto prend ce que dit le fichier.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Name of the encoder, for files that do not say it; resnet34 unless another one was chosen. Empty: as the file says.</source>
            <translation>Nom de l'encodeur, pour les fichiers qui ne le disent pas&#xa0;; resnet34 si aucun autre n'a été choisi. Vide&#xa0;: ce que dit le fichier.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>How every window is scaled: by its 99th percentile, or by its maximum as the first version for several classes did; auto tells by the file.</source>
            <translation>Comment chaque fenêtre est mise à l'échelle&#xa0;: selon son 99e centile (window_percentile), ou selon son maximum (window_maximum), comme le faisait la première version pour plusieurs classes&#xa0;; auto le déduit du fichier.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Shape of the network and its encoder.</source>
            <translation>Forme du réseau et son encodeur.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Names of the bands, in order.</source>
            <translation>Noms des bandes, dans l'ordre.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Class values and names.</source>
            <translation>Valeurs et noms des classes.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Export a model as ONNX</source>
            <translation>Exporter un modèle en ONNX</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Write a model as an ONNX file, for other programs such as the QGIS plugin Deepness. The file takes the band values of a raster and gives probabilities: normalisation, calibration and activation are in it. Bands, classes, threshold and pixel size are in its metadata, so it maps rasters here as the model does, too. It is tried before it is written: a file that does not give what the model gives is refused.</source>
            <translation>Écrit un modèle dans un fichier ONNX, pour d'autres programmes comme l'extension QGIS Deepness. Le fichier prend les valeurs des bandes d'un raster et donne des probabilités&#xa0;: normalisation, calibration et activation y sont comprises. Les bandes, les classes, le seuil et la taille des pixels sont dans ses métadonnées, si bien qu'il cartographie aussi des rasters ici comme le fait le modèle. Il est essayé avant d'être écrit&#xa0;: un fichier qui ne donne pas ce que donne le modèle est refusé.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Model file written by Train a model.</source>
            <translation>Fichier de modèle écrit par «&#xa0;Entraîner un modèle&#xa0;».</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>ONNX model</source>
            <translation>Modèle ONNX</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Window size</source>
            <translation>Taille de la fenêtre</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The only width and height of windows that the file takes, which Deepness asks for; 512 suits most models. Empty: it takes any.</source>
            <translation>La seule largeur et hauteur de fenêtre que le fichier accepte, ce que Deepness exige&#xa0;; 512 convient à la plupart des modèles. Vide&#xa0;: il les accepte toutes.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Raster to try it on</source>
            <translation>Raster d'essai</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Raster with the bands of the model. Empty: noise with the statistics of the training patches.</source>
            <translation>Raster ayant les bandes du modèle. Vide&#xa0;: un bruit ayant les statistiques des imagettes d'apprentissage.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Overlap of neighbouring windows that Deepness offers to its user.</source>
            <translation>Recouvrement des fenêtres voisines que Deepness propose à son utilisateur.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>%</source>
            <translation>%</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The ONNX file.</source>
            <translation>Le fichier ONNX.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Largest difference</source>
            <translation>Plus grand écart</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Of any probability to that of the model, on the windows tried.</source>
            <translation>D'une probabilité à celle du modèle, sur les fenêtres essayées.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Opset</source>
            <translation>Opset</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Version of the ONNX operators that the file needs.</source>
            <translation>Version des opérateurs ONNX dont le fichier a besoin.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Describe a model</source>
            <translation>Décrire un modèle</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Say what a model file holds: architecture, bands, classes, patch size and the scores that were measured.</source>
            <translation>Dit ce que contient un fichier de modèle&#xa0;: architecture, bandes, classes, taille des imagettes et scores mesurés.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Model file to be described, ours or ONNX.</source>
            <translation>Fichier de modèle à décrire, le nôtre ou ONNX.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Networks</source>
            <translation>Réseaux</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>1, or the networks of an ensemble.</source>
            <translation>1, ou le nombre de réseaux d'un ensemble.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Size of the training patches, where the file says it.</source>
            <translation>Taille des imagettes d'apprentissage, si le fichier la donne.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Pixel size of the training images in units of their CRS, in metres for an ONNX file of another program.</source>
            <translation>Taille des pixels des images d'apprentissage, dans l'unité de leur SCR, en mètres pour un fichier ONNX d'un autre programme.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The only width and height of windows that an ONNX file takes. Empty: any.</source>
            <translation>La seule largeur et hauteur de fenêtre qu'un fichier ONNX accepte. Vide&#xa0;: toutes.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Weights</source>
            <translation>Poids</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Number of trained weights.</source>
            <translation>Nombre de poids entraînés.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Temperature</source>
            <translation>Température</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>What the logits of each network are divided by, so that its confidence is right.</source>
            <translation>Ce par quoi les logits de chaque réseau sont divisés pour que sa confiance soit juste.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Threshold</source>
            <translation>Seuil</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Of two classes, the probability from which on a pixel is of the second.</source>
            <translation>Pour deux classes, la probabilité à partir de laquelle un pixel est de la seconde.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Score on the validation patches.</source>
            <translation>Score sur les imagettes de validation.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Score on the test patches.</source>
            <translation>Score sur les imagettes de test.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Engine</source>
            <translation>Moteur</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Version of the engine that trained it; empty for other programs.</source>
            <translation>Version du moteur qui l'a entraîné&#xa0;; vide pour d'autres programmes.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Map a raster</source>
            <translation>Cartographier un raster</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Map a raster of any size with a trained model. The scene is read, predicted and written in blocks, so memory does not grow with it; overlapping windows are blended without seams. A run that was stopped goes on where it was when it is started again. The class map carries its colours and class names.</source>
            <translation>Cartographie un raster de n'importe quelle taille avec un modèle entraîné. La scène est lue, prédite et écrite par blocs, si bien que la mémoire n'augmente pas avec elle&#xa0;; les fenêtres qui se recouvrent sont fondues sans raccord visible. Un traitement interrompu reprend là où il en était lorsqu'il est relancé. La carte de classes porte ses couleurs et les noms de ses classes.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Model file written by Train a model, or an ONNX file of a segmentation network, such as Deepness takes.</source>
            <translation>Fichier de modèle écrit par «&#xa0;Entraîner un modèle&#xa0;», ou fichier ONNX d'un réseau de segmentation, comme ceux que prend Deepness.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Scene to be mapped, with the bands that the model was trained on. On the command line also a folder, an address (https://, s3://) or the name of a subdataset.</source>
            <translation>Scène à cartographier, avec les bandes sur lesquelles le modèle a été entraîné. En ligne de commande, aussi un dossier, une adresse (https://, s3://) ou le nom d'un sous-jeu de données.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Class map</source>
            <translation>Carte de classes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Confidence</source>
            <translation>Confiance</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>GeoTIFF with the probability of the mapped class, 0 to 100 %. Empty: not written.</source>
            <translation>GeoTIFF de la probabilité de la classe cartographiée, de 0 à 100&#xa0;%. Vide&#xa0;: non écrit.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Polygons; only pixels in them are mapped. Empty: the whole raster.</source>
            <translation>Polygones&#xa0;; seuls les pixels qu'ils contiennent sont cartographiés. Vide&#xa0;: tout le raster.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Extent</source>
            <translation>Emprise</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Rectangle that is mapped: xmin,xmax,ymin,ymax and, if it is not that of the raster, the coordinate reference system in brackets, such as [EPSG:4326]. Empty: the whole raster.</source>
            <translation>Rectangle à cartographier&#xa0;: xmin,xmax,ymin,ymax et, si ce n'est pas celui du raster, le système de coordonnées de référence entre crochets, par exemple [EPSG:4326]. Vide&#xa0;: tout le raster.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>GeoPackage with the outlines of the areas of each class. Empty: not written.</source>
            <translation>GeoPackage des contours des surfaces de chaque classe. Vide&#xa0;: non écrit.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Minimum mapping unit</source>
            <translation>Unité minimale de cartographie</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Smaller areas become part of the neighbour with the longest common border, 10000 is a hectare. 0 keeps all. In a map without coordinate reference system, pixels are counted instead.</source>
            <translation>Les surfaces plus petites rejoignent la voisine dont la frontière commune est la plus longue&#xa0;; 10000 font un hectare. 0 garde tout. Dans une carte sans système de coordonnées de référence, on compte des pixels.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>m²</source>
            <translation>m²</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Further models</source>
            <translation>Autres modèles</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Models for the same bands and classes; the probabilities of all models are averaged.</source>
            <translation>Modèles pour les mêmes bandes et les mêmes classes&#xa0;; les probabilités de tous les modèles sont moyennées.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Further rasters</source>
            <translation>Autres rasters</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Rasters beside the first, with the same bands and pixels of the same size: all are mapped as one.</source>
            <translation>Rasters voisins du premier, avec les mêmes bandes et des pixels de même taille&#xa0;: tous sont cartographiés comme un seul.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Resample to the model's resolution</source>
            <translation>Prendre la résolution du modèle</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>See the raster with pixels as large as those that the model was trained on; the map has the raster's.</source>
            <translation>Ramener le raster à des pixels aussi grands que ceux sur lesquels le modèle a été entraîné&#xa0;; la carte garde ceux du raster.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Numbers of the raster's bands in the order of the model's, the first is 1. Empty: found by name, or all.</source>
            <translation>Numéros des bandes du raster dans l'ordre de celles du modèle, la première est 1. Vide&#xa0;: trouvées par leur nom, ou toutes.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Uncertainty</source>
            <translation>Incertitude</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>GeoTIFF that tells how close the network was to another answer, 0 to 100 %. Empty: not written.</source>
            <translation>GeoTIFF qui dit à quel point le réseau était près d'une autre réponse, de 0 à 100&#xa0;%. Vide&#xa0;: non écrit.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Uncertainty measure</source>
            <translation>Mesure de l'incertitude</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>entropy looks at the probabilities of all classes, margin at how close the second class comes to the first.</source>
            <translation>entropy regarde les probabilités de toutes les classes, margin à quel point la deuxième classe approche la première.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Probabilities</source>
            <translation>Probabilités</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>GeoTIFF with a band for each class: its probability, 0 to 100 %. Empty: not written.</source>
            <translation>GeoTIFF avec une bande par classe&#xa0;: sa probabilité, de 0 à 100&#xa0;%. Vide&#xa0;: non écrit.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Number format of the scores</source>
            <translation>Format des scores</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>percent writes confidence, uncertainty and probabilities as whole numbers in a byte, float32 with decimals in four.</source>
            <translation>percent écrit la confiance, l'incertitude et les probabilités en nombres entiers sur un octet, float32 avec des décimales sur quatre.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Least confidence</source>
            <translation>Confiance minimale</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Pixels with a lower confidence get a class of their own, 'unsure'. Empty: every pixel gets a class.</source>
            <translation>Les pixels de confiance plus faible reçoivent une classe à part, «&#xa0;unsure&#xa0;». Vide&#xa0;: chaque pixel reçoit une classe.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Compression</source>
            <translation>Compression</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>zstd is fast and small; deflate is read by programs of any age.</source>
            <translation>zstd est rapide et compact&#xa0;; deflate est lu par des programmes de tout âge.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Width and height of what the network sees at once. Empty: the largest that pays, or the model's patch size where the network's answer depends on it.</source>
            <translation>Largeur et hauteur de ce que le réseau voit à la fois. Vide&#xa0;: le plus grand qui soit avantageux, ou la taille des imagettes du modèle si la réponse du réseau en dépend.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Overlap of neighbouring windows. Empty: as far as the network looks around.</source>
            <translation>Recouvrement des fenêtres voisines. Vide&#xa0;: aussi loin que le réseau regarde autour de lui.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Blending</source>
            <translation>Fondu</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>smooth blends overlapping windows, crop takes the middle of each, none lays them side by side.</source>
            <translation>smooth fond les fenêtres qui se recouvrent, crop prend le milieu de chacune, none les pose côte à côte.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Test-time augmentation</source>
            <translation>Augmentation au test</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Average what the network says of each window mirrored (flips: 4 times the time) and turned too (dihedral: 8 times).</source>
            <translation>Faire la moyenne de ce que dit le réseau de chaque fenêtre, aussi en miroir (flips&#xa0;: 4 fois le temps) et tournée (dihedral&#xa0;: 8 fois).</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Windows that are predicted at once. Empty: as many as pay.</source>
            <translation>Nombre de fenêtres prédites à la fois. Vide&#xa0;: autant qu'il est avantageux.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Memory for the scene</source>
            <translation>Mémoire pour la scène</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Most memory for pixels and probabilities; wide scenes are cut into strips that fit. Empty: as much as pays, at most a quarter of what is free.</source>
            <translation>Mémoire maximale pour les pixels et les probabilités&#xa0;; les scènes larges sont découpées en bandeaux qui y tiennent. Vide&#xa0;: autant qu'il est avantageux, au plus un quart de la mémoire libre.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>MB</source>
            <translation>Mo</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Width and height, about, of the blocks that are finished one by one; a run that was stopped begins with the block that it was in. Empty: 4096, or what suits the workers of a cluster.</source>
            <translation>Largeur et hauteur approximatives des blocs terminés un par un&#xa0;; un traitement interrompu reprend au bloc où il en était. Vide&#xa0;: 4096, ou ce qui convient aux processus d'une grappe.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Start anew</source>
            <translation>Recommencer à zéro</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Do not go on with a run of the same parameters that was stopped.</source>
            <translation>Ne pas reprendre un traitement interrompu ayant les mêmes paramètres.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Backend</source>
            <translation>Bibliothèque de calcul</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Library that runs the network; auto takes the fastest one.</source>
            <translation>Bibliothèque qui exécute le réseau&#xa0;; auto prend la plus rapide.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Compile the network</source>
            <translation>Compiler le réseau</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Let torch compile the network first: minutes that pay on a graphics card and a very large scene.</source>
            <translation>Laisser torch compiler d'abord le réseau&#xa0;: des minutes qui sont rentables avec une carte graphique et une très grande scène.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Activation of an ONNX model</source>
            <translation>Activation d'un modèle ONNX</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>What makes probabilities of the numbers that an ONNX model of another program gives; auto looks at them.</source>
            <translation>Ce qui transforme en probabilités les nombres que donne un modèle ONNX d'un autre programme&#xa0;; auto les examine.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Input of an ONNX model</source>
            <translation>Entrée d'un modèle ONNX</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>255 divides band values by it for an ONNX model of another program; auto does as the file says.</source>
            <translation>255 divise les valeurs des bandes par ce nombre pour un modèle ONNX d'un autre programme&#xa0;; auto suit ce que dit le fichier.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The class of every pixel.</source>
            <translation>La classe de chaque pixel.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Probability of the mapped class, 0 to 100 %.</source>
            <translation>Probabilité de la classe cartographiée, de 0 à 100&#xa0;%.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>How close the network was to another answer, 0 to 100 %.</source>
            <translation>À quel point le réseau était près d'une autre réponse, de 0 à 100&#xa0;%.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Probability of each class, 0 to 100 %.</source>
            <translation>Probabilité de chaque classe, de 0 à 100&#xa0;%.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Outlines of the areas of each class.</source>
            <translation>Contours des surfaces de chaque classe.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Windows</source>
            <translation>Fenêtres</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Windows that the network saw.</source>
            <translation>Fenêtres que le réseau a vues.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Valid share</source>
            <translation>Part valide</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Share of pixels that got a class.</source>
            <translation>Part des pixels qui ont reçu une classe.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Seconds</source>
            <translation>Secondes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Wall time.</source>
            <translation>Temps écoulé.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Map many scenes</source>
            <translation>Cartographier plusieurs scènes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Map many scenes with a trained model: a folder, a list or a catalogue of them. Each scene gets a map of its own, and all maps become one mosaic on a common grid where that is wanted. A scene that cannot be mapped is tried again after all others and then listed with the reason; the others are not held up by it. A run that was stopped goes on where it was when it is started again.</source>
            <translation>Cartographie de nombreuses scènes avec un modèle entraîné&#xa0;: un dossier, une liste ou un catalogue. Chaque scène reçoit sa propre carte, et toutes les cartes forment une mosaïque sur une grille commune si vous le souhaitez. Une scène qui ne peut pas être cartographiée est réessayée après toutes les autres, puis listée avec la raison&#xa0;; les autres n'en sont pas retardées. Un traitement interrompu reprend là où il en était lorsqu'il est relancé.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Folder of scenes</source>
            <translation>Dossier de scènes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Every raster in it is a scene. Empty: scenes are given one by one, or by a catalogue.</source>
            <translation>Chaque raster qu'il contient est une scène. Vide&#xa0;: les scènes sont données une par une, ou par un catalogue.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Names in the folder</source>
            <translation>Noms dans le dossier</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Which files of the folder are scenes: *.tif, or **/*_ortho.tif to look into its subfolders too.</source>
            <translation>Les fichiers du dossier qui sont des scènes&#xa0;: *.tif, ou **/*_ortho.tif pour regarder aussi dans ses sous-dossiers.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Scenes</source>
            <translation>Scènes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Scenes to be mapped, one by one. On the command line also addresses (https://, s3://).</source>
            <translation>Scènes à cartographier, une par une. En ligne de commande, aussi des adresses (https://, s3://).</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Catalogue</source>
            <translation>Catalogue</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>STAC item collection as JSON or GeoParquet; every item is a scene; its files are local or remote.</source>
            <translation>Collection d'éléments STAC en JSON ou GeoParquet&#xa0;; chaque élément est une scène&#xa0;; ses fichiers sont locaux ou distants.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Assets</source>
            <translation>Ressources (assets)</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Names of the catalogue's files that hold the model's bands, in their order, or of the one that holds them all. Empty: found by the names of the bands.</source>
            <translation>Noms des fichiers du catalogue qui contiennent les bandes du modèle, dans leur ordre, ou de celui qui les contient toutes. Vide&#xa0;: trouvés d'après les noms des bandes.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Folder of maps</source>
            <translation>Dossier des cartes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Where the maps go, each under the name of its scene, with scenes.csv, the list of all. Scenes that have a map of the same parameters there are not mapped again.</source>
            <translation>Emplacement des cartes, chacune sous le nom de sa scène, avec scenes.csv, la liste de toutes. Les scènes qui y ont déjà une carte avec les mêmes paramètres ne sont pas cartographiées à nouveau.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Mosaic</source>
            <translation>Mosaïque</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>GeoTIFF with all class maps on one grid, the later scenes on top. Empty: not written.</source>
            <translation>GeoTIFF de toutes les cartes de classes sur une même grille, les dernières scènes au-dessus. Vide&#xa0;: non écrit.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Confidence of each map</source>
            <translation>Confiance de chaque carte</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Write the probability of the mapped class too, 0 to 100 %: &lt;name&gt;_confidence.tif.</source>
            <translation>Écrire aussi la probabilité de la classe cartographiée, de 0 à 100&#xa0;%&#xa0;: &lt;name&gt;_confidence.tif.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Polygons of each map</source>
            <translation>Polygones de chaque carte</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Write the outlines of the areas of each class too: &lt;name&gt;_polygons.gpkg.</source>
            <translation>Écrire aussi les contours des surfaces de chaque classe&#xa0;: &lt;name&gt;_polygons.gpkg.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>See the scenes with pixels as large as those that the model was trained on; the maps have the scenes'.</source>
            <translation>Ramener les scènes à des pixels aussi grands que ceux sur lesquels le modèle a été entraîné&#xa0;; les cartes gardent ceux des scènes.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Coordinate reference system of the mosaic</source>
            <translation>Système de coordonnées de référence de la mosaïque</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Such as EPSG:3035. Empty: that of the first scene.</source>
            <translation>Par exemple EPSG:3035. Vide&#xa0;: celui de la première scène.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Tries</source>
            <translation>Nombre d'essais</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>How often a scene that fails is tried, each time after all others.</source>
            <translation>Combien de fois une scène qui échoue est essayée, à chaque fois après toutes les autres.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>A class map for each scene.</source>
            <translation>Une carte de classes par scène.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>List of scenes</source>
            <translation>Liste des scènes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Each scene: its map, or why it has none (scenes.csv).</source>
            <translation>Chaque scène&#xa0;: sa carte, ou pourquoi elle n'en a pas (scenes.csv).</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The class maps of all scenes as one.</source>
            <translation>Les cartes de classes de toutes les scènes, réunies.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Scenes mapped</source>
            <translation>Scènes cartographiées</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Scenes that have a map.</source>
            <translation>Scènes qui ont une carte.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Scenes failed</source>
            <translation>Scènes en échec</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Scenes without a map; the list says why.</source>
            <translation>Scènes sans carte&#xa0;; la liste dit pourquoi.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Polygons of a map</source>
            <translation>Polygones d'une carte</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Turn a class map into polygons, one for each connected area of a class. The map may be of any size. Neighbouring polygons fit together without gaps and overlaps, simplified or not. The polygons have the colours and the class names of the map, their area on the ground, their pixels and, where a confidence is given, its mean. Pixels without a class get no polygon.</source>
            <translation>Convertit une carte de classes en polygones, un pour chaque surface d'un seul tenant d'une classe. La carte peut être de n'importe quelle taille. Les polygones voisins s'ajustent sans vides ni recouvrements, simplifiés ou non. Les polygones portent les couleurs et les noms de classes de la carte, leur surface au sol, leur nombre de pixels et, si une confiance est donnée, sa moyenne. Les pixels sans classe ne reçoivent pas de polygone.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Raster of class values in its first band, written by Map a raster or not.</source>
            <translation>Raster de valeurs de classe dans sa première bande, écrit ou non par «&#xa0;Cartographier un raster&#xa0;».</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>GeoPackage that the polygons are written into.</source>
            <translation>GeoPackage dans lequel les polygones sont écrits.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Confidence that was written with the class map; each polygon gets its mean. Empty: not written.</source>
            <translation>Confiance écrite avec la carte de classes&#xa0;; chaque polygone reçoit sa moyenne. Vide&#xa0;: non écrite.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Fill holes</source>
            <translation>Combler les trous</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Holes without a class, smaller than the minimum mapping unit, become part of the area around them.</source>
            <translation>Les trous sans classe, plus petits que l'unité minimale de cartographie, rejoignent la surface qui les entoure.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Simplification</source>
            <translation>Simplification</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>How far an outline may be from the sides of the pixels. 1 makes straight lines of the steps of pixels, 0 keeps them.</source>
            <translation>Distance maximale d'un contour aux côtés des pixels. 1 fait des lignes droites des marches de pixels, 0 les garde.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Classes left out</source>
            <translation>Classes écartées</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Class values that get no polygons, such as that of the background.</source>
            <translation>Valeurs de classe qui ne reçoivent pas de polygones, par exemple celle du fond.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>GeoPackage with a polygon for each area.</source>
            <translation>GeoPackage avec un polygone par surface.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Number of polygons</source>
            <translation>Nombre de polygones</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Polygons that were written.</source>
            <translation>Nombre de polygones écrits.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>What was written of each class: 1=water: 12 polygons, 3.4 ha.</source>
            <translation>Ce qui a été écrit de chaque classe&#xa0;: 1=water: 12 polygons, 3.4 ha.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Measure accuracy</source>
            <translation>Mesurer l'exactitude</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Say how good a class map or a model is, by pixels whose true class is known. Three ways: a model on the test patches of a dataset; a model on whole images with their reference; a finished class map with its reference. The reference is rasters or polygons. The page shows the scores of each class, the confusion matrix, where the map is right and wrong, and the area of each class with its uncertainty.</source>
            <translation>Dit ce que vaut une carte de classes ou un modèle, à l'aide de pixels dont la vraie classe est connue. Il y a trois façons&#xa0;: un modèle sur les imagettes de test d'un jeu de données&#xa0;; un modèle sur des images entières avec leur référence&#xa0;; une carte de classes terminée avec sa référence. La référence est faite de rasters ou de polygones. La page montre les scores de chaque classe, la matrice de confusion, les endroits où la carte est juste ou fausse, et la surface de chaque classe avec son incertitude.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>A finished map to be measured. Empty: a model is measured.</source>
            <translation>Carte terminée à mesurer. Vide&#xa0;: un modèle est mesuré.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Model to be measured, on a dataset or on images. Empty: a class map is measured.</source>
            <translation>Modèle à mesurer, sur un jeu de données ou sur des images. Vide&#xa0;: une carte de classes est mesurée.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Folder with a dataset: the model is measured on its test patches.</source>
            <translation>Dossier d'un jeu de données&#xa0;: le modèle est mesuré sur ses imagettes de test.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Whole scenes: the model maps them, and the maps are measured.</source>
            <translation>Scènes entières&#xa0;: le modèle les cartographie, et les cartes sont mesurées.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Reference rasters</source>
            <translation>Rasters de référence</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Rasters with the true class of the pixels: one for the class map, or one for each image, in their order.</source>
            <translation>Rasters de la vraie classe des pixels&#xa0;: un pour la carte de classes, ou un par image, dans leur ordre.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Reference polygons</source>
            <translation>Polygones de référence</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Polygons of known classes, instead of rasters.</source>
            <translation>Polygones dont les classes sont connues, à la place de rasters.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Column with the class of each polygon, whole numbers or names. Empty: all polygons are one class.</source>
            <translation>Colonne contenant la classe de chaque polygone, nombres entiers ou noms. Vide&#xa0;: tous les polygones sont d'une seule classe.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Class values with names, and colours if wanted: 1=water, 2=forest:#0a7d32. Empty: those of the map or of the model.</source>
            <translation>Valeurs de classe avec leur nom et, si souhaité, leur couleur&#xa0;: 1=water, 2=forest:#0a7d32. Vide&#xa0;: celles de la carte ou du modèle.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>True class of the pixels outside of all reference polygons. Empty: they are not compared.</source>
            <translation>Vraie classe des pixels hors de tout polygone de référence. Vide&#xa0;: ils ne sont pas comparés.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Values of the reference that are not a class.</source>
            <translation>Valeurs de la référence qui ne sont pas une classe.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Polygons: only pixels inside are compared. Empty: all.</source>
            <translation>Polygones&#xa0;: seuls les pixels qu'ils contiennent sont comparés. Vide&#xa0;: tous.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Of a grid, only cells with this word in their split column. Of a dataset, the patches to measure: train, validation, test or all; empty is test.</source>
            <translation>D'une grille, seulement les mailles portant ce mot dans leur colonne de répartition. D'un jeu de données, les imagettes à mesurer&#xa0;: train, validation, test ou all&#xa0;; vide équivaut à test.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Patches or windows that the model sees at once.</source>
            <translation>Nombre d'imagettes ou de fenêtres que le modèle voit à la fois.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Number format of the computation; auto is bf16 on a graphics card that has it, fp32 elsewhere.</source>
            <translation>Format des nombres du calcul&#xa0;; auto est bf16 sur une carte graphique qui le connaît, fp32 sinon.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Page with scores, confusion matrix and pictures; the numbers are written beside it as JSON and CSV. Empty: not written.</source>
            <translation>Page avec les scores, la matrice de confusion et des images&#xa0;; les nombres sont écrits à côté en JSON et en CSV. Vide&#xa0;: non écrite.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Mean intersection over union of the classes.</source>
            <translation>Intersection sur union moyenne des classes.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Accuracy</source>
            <translation>Exactitude</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Share of pixels with the right class.</source>
            <translation>Part des pixels dont la classe est juste.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Kappa</source>
            <translation>Kappa</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Agreement beyond what chance gives: 0 is chance, 1 is perfect.</source>
            <translation>Accord au-delà de ce que donne le hasard&#xa0;: 0 est le hasard, 1 l'accord parfait.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Mean F1</source>
            <translation>F1 moyen</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Mean F1 (Dice) of the classes.</source>
            <translation>F1 (Dice) moyen des classes.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>How far the model's confidence is from its accuracy, on average; empty without a model.</source>
            <translation>Écart moyen entre la confiance du modèle et son exactitude&#xa0;; vide sans modèle.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Pixels</source>
            <translation>Pixels</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Pixels that were compared.</source>
            <translation>Pixels comparés.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The same in numbers.</source>
            <translation>La même chose en nombres.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Scores as CSV</source>
            <translation>Scores en CSV</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>A row for each class.</source>
            <translation>Une ligne par classe.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Check the engine</source>
            <translation>Vérifier le moteur</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Say whether the engine works on this machine, what it runs on, and why it does not use the graphics card. A tiny scene is mapped for real with every library and device that is there, and the maps are compared.</source>
            <translation>Dit si le moteur fonctionne sur cette machine, sur quoi il tourne, et pourquoi il n'utilise pas la carte graphique. Une scène minuscule est réellement cartographiée avec chaque bibliothèque et chaque périphérique présents, et les cartes sont comparées.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Versions</source>
            <translation>Versions</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Versions of the engine, of Python and of what both rest on.</source>
            <translation>Versions du moteur, de Python et de ce sur quoi ils reposent.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Processor</source>
            <translation>Processeur</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Cores that may be used, and whether they multiply in bf16.</source>
            <translation>Nombre de cœurs utilisables, et s'ils savent multiplier en bf16.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Memory</source>
            <translation>Mémoire</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Memory of the machine that is free.</source>
            <translation>Mémoire libre de la machine.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Graphics card</source>
            <translation>Carte graphique</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>The card that is used, or none.</source>
            <translation>La carte utilisée, ou aucune.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Why no graphics card</source>
            <translation>Raison de l'absence de carte</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Why none is used, and what to do; empty where one is.</source>
            <translation>Pourquoi aucune n'est utilisée, et que faire&#xa0;; vide si l'une l'est.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Trials</source>
            <translation>Essais</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>How a tiny scene was mapped by each library on each device.</source>
            <translation>Comment une scène minuscule a été cartographiée par chaque bibliothèque sur chaque périphérique.</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Calibrating</source>
            <translation>Calibration</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Checking</source>
            <translation>Vérification</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Comparing</source>
            <translation>Comparaison</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Cutting patches</source>
            <translation>Découpage des imagettes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Done</source>
            <translation>Terminé</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Drawing</source>
            <translation>Dessin</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Exporting</source>
            <translation>Exportation</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Finding connected areas</source>
            <translation>Recherche des surfaces d'un seul tenant</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Finding the batch size</source>
            <translation>Recherche de la taille des lots</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Finding the learning rate</source>
            <translation>Recherche du taux d'apprentissage</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Laying the grid</source>
            <translation>Pose de la grille</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Looking into the cells</source>
            <translation>Examen des mailles</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Mapping</source>
            <translation>Cartographie</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Mapping scenes</source>
            <translation>Cartographie des scènes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Measuring patches</source>
            <translation>Mesure sur les imagettes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Outlining</source>
            <translation>Tracé des contours</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Predicting patches</source>
            <translation>Prédiction des imagettes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Reading labels</source>
            <translation>Lecture des étiquettes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Reading patches</source>
            <translation>Lecture des imagettes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Reading the dataset</source>
            <translation>Lecture du jeu de données</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Reading the patches</source>
            <translation>Lecture des imagettes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Shaping fields and forests</source>
            <translation>Façonnage des champs et des forêts</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Shaping rivers and lakes</source>
            <translation>Façonnage des rivières et des lacs</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Shaping surfaces</source>
            <translation>Façonnage des surfaces</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Shaping terrain</source>
            <translation>Façonnage du relief</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Shaping towns and roads</source>
            <translation>Façonnage des villes et des routes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Sieving</source>
            <translation>Tamisage</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Training</source>
            <translation>Entraînement</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Trying</source>
            <translation>Essai</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Writing bands</source>
            <translation>Écriture des bandes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Writing labels</source>
            <translation>Écriture des étiquettes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Writing overviews</source>
            <translation>Écriture des pyramides</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>Writing the mosaic</source>
            <translation>Écriture de la mosaïque</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>bands</source>
            <translation>bandes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>scenes</source>
            <translation>scènes</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>steps</source>
            <translation>pas</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>strips</source>
            <translation>bandeaux</translation>
        </message>
        <message>
            <location filename="../capabilities.json" />
            <source>windows</source>
            <translation>fenêtres</translation>
        </message>
        <message>
            <location filename="../models/map_folder.model3" />
            <source>Map a folder of scenes</source>
            <translation>Cartographier un dossier de scènes</translation>
        </message>
        <message>
            <location filename="../models/map_folder.model3" />
            <source>Maps every scene in a folder with a trained model, puts the maps together to a mosaic, and turns that into polygons. Scenes that cannot be mapped are listed in scenes.csv in the folder of maps. An example to be changed in the graphical modeler.</source>
            <translation>Cartographie chaque scène d'un dossier avec un modèle entraîné, réunit les cartes en une mosaïque et convertit celle-ci en polygones. Les scènes qui ne peuvent pas être cartographiées sont listées dans scenes.csv, dans le dossier des cartes. Un exemple à modifier dans le modeleur graphique.</translation>
        </message>
        <message>
            <location filename="../models/map_folder.model3" />
            <source>Every raster in it is a scene.</source>
            <translation>Chaque raster qu'il contient est une scène.</translation>
        </message>
        <message>
            <location filename="../models/map_folder.model3" />
            <source>Minimum mapping unit [m²]</source>
            <translation>Unité minimale de cartographie [m²]</translation>
        </message>
        <message>
            <location filename="../models/train_and_map.model3" />
            <source>Train a model and map a scene</source>
            <translation>Entraîner un modèle et cartographier</translation>
        </message>
        <message>
            <location filename="../models/train_and_map.model3" />
            <source>Lays a sampling grid over a scene, cuts the scene and its label raster into patches, trains a model on them, and maps the scene with it. An example to be changed in the graphical modeler.</source>
            <translation>Pose une grille d'échantillonnage sur une scène, découpe la scène et son raster d'étiquettes en imagettes, entraîne un modèle sur celles-ci et cartographie la scène avec lui. Un exemple à modifier dans le modeleur graphique.</translation>
        </message>
        <message>
            <location filename="../models/train_and_map.model3" />
            <source>The class of each labelled pixel, on the pixels of the scene.</source>
            <translation>La classe de chaque pixel étiqueté, sur les pixels de la scène.</translation>
        </message>
        <message>
            <location filename="../models/train_and_map.model3" />
            <source>Patch size [px]</source>
            <translation>Taille des imagettes [px]</translation>
        </message>
        <message>
            <location filename="../models/train_and_map.model3" />
            <source>Raster to learn from and to map.</source>
            <translation>Raster dont on apprend et que l'on cartographie.</translation>
        </message>
    </context>
</TS>
