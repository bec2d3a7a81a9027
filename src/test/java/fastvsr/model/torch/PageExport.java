package fastvsr.model.torch;

import fastvsr.model.ElementType;
import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Preset;
import fastvsr.model.Safetensors;
import fastvsr.model.TorchScriptArchive;
import fastvsr.model.Weights;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes untrained weights and what a GPU loads for them, to be looked at with other tools: arguments preset, weights, archive. */
final class PageExport {
    private PageExport() {
    }

    public static void main(String[] arguments) throws Exception {
        Weights weights = Preset.named(arguments[0]).orElseThrow().untrained(1);
        try (OutputStream out = Files.newOutputStream(Path.of(arguments[1]))) {
            Safetensors.write(weights, out);
        }
        List<NetworkPage> pages = List.of(NetworkPage.load(Preset.PAGE), NetworkPage.load("frames"), NetworkPage.load("batch"));
        NetworkSource source = new NetworkSource(pages, Map.of("fused", 1), weights.as(ElementType.F16));
        try (OutputStream out = Files.newOutputStream(Path.of(arguments[2]))) {
            TorchScriptArchive.write(source, false, out);
        }
    }
}
