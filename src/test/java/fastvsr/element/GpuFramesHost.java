package fastvsr.element;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import fastvsr.gst.Host;
import fastvsr.gst.Line;
import fastvsr.model.Picture;
import fastvsr.model.SuperResolver;
import fastvsr.model.natives.DeviceCopies;
import fastvsr.model.torch.CudaOnCpu;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Plays gst-launch lines in a process of its own, with a network that reaches the memory of a GPU unless its device is the CPU,
 * and that is slower than frames come if its model is slow. What follows "=>" in a line is the device from the second group on.
 */
final class GpuFramesHost {
    private GpuFramesHost() {
    }

    /** Copies pictures from the GPU and back, as a network does that runs there. */
    private static final class OnGpu extends Forwarding {
        private final int gpu;
        private final DeviceCopies copies;

        OnGpu(SuperResolver network, int gpu) {
            super(network);
            this.gpu = gpu;
            this.copies = DeviceCopies.on(gpu);
        }

        @Override
        public String device() {
            return "cuda:" + gpu;
        }

        @Override
        public OptionalInt gpuMemory() {
            return OptionalInt.of(gpu);
        }

        @Override
        public void upscale(List<Picture> inputs, List<Picture> outputs) {
            var reachable = inputs.stream().map(this::taken).toList();
            copies.awaitTaken();
            var upscaled = outputs.stream().map(OnGpu::blank).toList();
            super.upscale(reachable, upscaled);
            IntStream.range(0, outputs.size()).forEach(i -> give(upscaled.get(i), outputs.get(i)));
        }

        private Picture taken(Picture picture) {
            var copy = blank(picture);
            if (picture.memory() instanceof Picture.OnGpu there) {
                copies.take(there.address(), address(copy), picture.format().size());
            }
            return copy;
        }

        private void give(Picture from, Picture to) {
            if (to.memory() instanceof Picture.OnGpu there) {
                copies.give(address(from), there.address(), to.format().size());
            }
        }

        /** A picture that lies on the host already is its own copy. */
        private static Picture blank(Picture picture) {
            return picture.memory() instanceof Picture.OnHost ? picture
                    : new Picture(picture.format(), ByteBuffer.allocateDirect(Math.toIntExact(picture.format().size())));
        }

        private static long address(Picture picture) {
            return Pointer.nativeValue(Native.getDirectBufferPointer(picture.bytes()));
        }

        @Override
        public void close() {
            copies.close();
            super.close();
        }
    }

    private static SuperResolver open(String model, String device) {
        if (model.equals("network")) {
            return new Forwarding(CudaOnCpu.open()); // which pins no memory: that takes a GPU
        }
        return device.equals("cpu") ? nearest(model) : new OnGpu(nearest(model), device.equals("cuda:1") ? 1 : 0);
    }

    private static NearestNeighbour nearest(String model) {
        var network = new NearestNeighbour();
        network.nanosPerFrame = model.equals("slow") ? 200_000_000 : 0;
        return network;
    }

    private static void play(String... parts) {
        try (var line = new Line(parts[0])) {
            if (parts.length > 1) {
                line.pause();
                line.set("testedfastvsr0", "device", parts[1]);
            }
            line.play();
        }
    }

    public static void main(String[] lines) {
        Host.register("fastvsr-tested", FastVsr::adopt, element -> FastVsr.attach(element,
                GpuFramesHost::open));
        for (String description : lines) {
            play(description.split(" => "));
        }
    }
}
