package fastvsr.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a network as a TorchScript archive that libtorch 1.6 and later loads: a zip of the class's text, a pickle
 * that names its tensors, raw tensors. Convolution weights (four or five dimensions) are laid out channels-last.
 *
 * <p>The class is {@code __torch__.FastVsr}. Beside the methods of the pages it has {@code parameters()}, which
 * returns all weights in order of declaration.
 */
public final class TorchScriptArchive {
    private static final String FOLDER = "fastvsr/";
    private static final byte[] EMPTY_TUPLE_PICKLE = {(byte) 0x80, 2, ')', '.'};

    private TorchScriptArchive() {
    }

    /**
     * Writes {@code network} to {@code out}, which stays open.
     *
     * @param trainable whether autograd records what is done with the weights
     */
    public static void write(NetworkSource network, boolean trainable, OutputStream out) throws IOException {
        Map<String, HostTensor> tensors = network.weights().tensors();
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.setMethod(ZipOutputStream.STORED);
        put(zip, "data.pkl", modulePickle(network, trainable));
        put(zip, "code/__torch__.py", classText(network).getBytes(StandardCharsets.UTF_8));
        int index = 0;
        for (HostTensor tensor : tensors.values()) {
            put(zip, "data/" + index++, MemoryLayout.of(tensor.shape()).arrange(tensor));
        }
        put(zip, "constants.pkl", EMPTY_TUPLE_PICKLE);
        put(zip, "version", "10\n".getBytes(StandardCharsets.US_ASCII));
        put(zip, "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        zip.finish();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(FOLDER + name);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static String classText(NetworkSource network) {
        List<String> names = List.copyOf(network.weights().tensors().keySet());
        StringBuilder text = new StringBuilder("class FastVsr(Module):\n");
        text.append("  __parameters__ = [").append(each(names, "\"%s\", ")).append("]\n  __buffers__ = []\n");
        text.append(each(names, "  %s : Tensor\n")).append("  training : bool\n");
        network.constants().forEach((name, value) ->
                text.append("  %s : %s\n".formatted(name, value instanceof Double ? "float" : "int")));
        text.append("  def parameters(self: __torch__.FastVsr) -> List[Tensor]:\n    return [")
                .append(each(names, "self.%s, ")).append("]\n");
        network.pages().forEach(page -> text.append(page.text().indent(2)));
        return text.toString();
    }

    private static String each(List<String> names, String pattern) {
        return names.stream().map(pattern::formatted).collect(Collectors.joining());
    }

    private static byte[] modulePickle(NetworkSource network, boolean trainable) {
        Pickle pickle = new Pickle().newObject("__torch__", "FastVsr").beginState();
        int index = 0;
        for (Map.Entry<String, HostTensor> tensor : network.weights().tensors().entrySet()) {
            pickle.text(tensor.getKey()).tensor(index++, tensor.getValue(), trainable);
        }
        network.constants().forEach((name, value) -> pickle.text(name).number(value));
        return pickle.text("training").bool(trainable).endState();
    }

    /**
     * How the dimensions of a tensor lie in memory.
     *
     * @param order dimensions from the sparsest to the densest
     */
    record MemoryLayout(List<Integer> shape, List<Integer> order) {
        static MemoryLayout of(List<Integer> shape) {
            return new MemoryLayout(shape, switch (shape.size()) {
                case 4 -> List.of(0, 2, 3, 1);
                case 5 -> List.of(0, 1, 3, 4, 2);
                default -> IntStream.range(0, shape.size()).boxed().toList();
            });
        }

        /** Numbers from one element to the next, by dimension. */
        int[] strides() {
            int[] strides = new int[shape.size()];
            int step = 1;
            for (int i = order.size() - 1; i >= 0; i--) {
                strides[order.get(i)] = step;
                step *= shape.get(order.get(i));
            }
            return strides;
        }

        /** The bytes of {@code tensor} in this order: the channels lie densest, and what came behind them before them. */
        byte[] arrange(HostTensor tensor) {
            byte[] arranged = new byte[tensor.bytes().limit()];
            if (isAsShape()) {
                tensor.bytes().get(0, arranged);
            } else {
                short[] words = new short[arranged.length / Short.BYTES];
                tensor.bytes().asShortBuffer().get(0, words);
                ByteBuffer.wrap(arranged).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().put(arranged(words, tensor.type().bytes() / Short.BYTES));
            }
            return arranged;
        }

        private boolean isAsShape() {
            return IntStream.range(0, order.size()).allMatch(i -> order.get(i) == i);
        }

        /** Numbers of one or two words each; millions of them are arranged before a loop is compiled, so it is a plain one. */
        private short[] arranged(short[] words, int size) {
            int channelsAt = order.get(order.size() - 1);
            int channels = shape.get(channelsAt);
            int behind = shape.subList(channelsAt + 1, shape.size()).stream().reduce(1, (a, b) -> a * b);
            short[] arranged = new short[words.length];
            for (int from = 0; from < words.length; ) {
                int channel = from / size / behind % channels;
                int to = from - channel * (behind - 1) * size;
                for (int i = 0; i < behind; i++, to += channels * size) {
                    for (int word = 0; word < size; word++) {
                        arranged[to + word] = words[from++];
                    }
                }
            }
            return arranged;
        }
    }
}
