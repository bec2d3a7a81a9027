package fastvsr.model.torch;

import fastvsr.model.ModelSpec;
import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Preset;
import fastvsr.model.RandomWeights;
import fastvsr.model.SuperResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The resolver of GPUs with libtorch on the CPU: a page without streams stands in for {@code cuda.page}. */
public final class CudaOnCpu {
    static final NetworkPage NO_STREAMS = new NetworkPage("no-streams", """
            def new_streams(self) -> int:
              return 0
            def send(self, host: Tensor, device: Tensor, rows: int, streams: int):
              torch.slice(device, 0, 0, rows, 1).copy_(torch.slice(host, 0, 0, rows, 1), True)
            def bring(self, device: Tensor, row: int, host: Tensor, streams: int):
              torch.select(host, 0, row).copy_(torch.select(device, 0, row), True)
            def bring_to(self, memory: Tensor, device: Tensor, row: int, streams: int):
              memory.copy_(torch.slice(torch.select(device, 0, row), 0, 0, torch.size(memory, 0), 1), True)
            def is_pinned(self, memory: Tensor) -> Tensor:
              return torch.zeros([1], dtype=6, layout=None, device=None, pin_memory=None)
            def arrival(self, streams: int) -> int:
              return streams
            def wait_for(self, arrival: int):
              self.choose_gpu()
              x = arrival
            def choose_gpu(self):
              x = 0
            def pinned(self, rows: int, bytes: int) -> Tensor:
              return torch.empty([rows, bytes], dtype=0, layout=None, device=None, pin_memory=None, memory_format=None)
            def each_row(self, rows: Tensor) -> List[Tensor]:
              return torch.unbind(rows, 0)
            def staging(self, rows: int, bytes: int) -> Tensor:
              return torch.empty([rows, bytes], dtype=0, layout=None, device=None, pin_memory=None, memory_format=None)
            def synchronize(self):
              x = 0
            """);
    static final NetworkSource SOURCE = new NetworkSource(
            List.of(NetworkPage.load(Preset.PAGE), NetworkPage.load("frames"), NetworkPage.load("batch"), NO_STREAMS),
            Map.of("fused", 0), RandomWeights.of(Preset.NANO, 4));

    private CudaOnCpu() {
    }

    /** A small network with weights that are always the same. */
    public static SuperResolver open() {
        return open(SOURCE);
    }

    /** The same, whose groups are computed at once but take about a second to arrive. */
    public static SuperResolver openSlow() {
        List<NetworkPage> pages = new ArrayList<>(SOURCE.pages());
        pages.set(pages.indexOf(NO_STREAMS), new NetworkPage("slow-streams", NO_STREAMS.text().replace("  x = arrival", """
                  x = torch.ones([1000, 1000], dtype=6, layout=None, device=None, pin_memory=None)
                  for _0 in range(20):
                    x = torch.matmul(x, x)
                """.stripTrailing())));
        return open(new NetworkSource(pages, SOURCE.constants(), SOURCE.weights()));
    }

    private static SuperResolver open(NetworkSource source) {
        return new CudaSuperResolver(new ModelSpec("nano", Preset.PAGE, 4, 8, 0), "cuda:0", TorchModule.load(source, false, "cpu", 1),
                MemoryNeed.of(SOURCE.weights(), 0), Optional.empty(), Optional.empty());
    }
}
