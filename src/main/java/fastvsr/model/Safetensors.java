package fastvsr.model;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Weights files in the safetensors format (https://github.com/huggingface/safetensors): the length of a JSON header,
 * the header, raw little-endian numbers.
 */
public final class Safetensors {
    private Safetensors() {
    }

    /**
     * Reads and checks a whole file.
     *
     * @throws ModelException NOT_FOUND if it cannot be read, BROKEN if it is not a sound safetensors file
     */
    public static Weights read(Path file) {
        try {
            return parse(Files.readAllBytes(file), file.toString());
        } catch (NoSuchFileException missing) {
            throw new ModelException(ModelException.Cause.NOT_FOUND, "weights file " + file + " does not exist", missing);
        } catch (IOException | OutOfMemoryError unreadable) {
            throw new ModelException(ModelException.Cause.NOT_FOUND,
                    "weights file " + file + " cannot be read: " + unreadable, unreadable);
        }
    }

    /**
     * Checks the bytes of a file.
     *
     * @param name what to call it in errors
     */
    public static Weights parse(byte[] file, String name) {
        return new SafetensorsReader(name, ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN)).read();
    }

    /** Writes {@code weights}, metadata sorted so that equal weights give equal files; {@code out} stays open. */
    public static void write(Weights weights, OutputStream out) throws IOException {
        byte[] header = padded(header(weights)).getBytes(StandardCharsets.UTF_8);
        out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
        out.write(header);
        WritableByteChannel channel = Channels.newChannel(out);
        for (HostTensor tensor : weights.tensors().values()) {
            channel.write(tensor.bytes().duplicate());
        }
    }

    private static String padded(String header) {
        int bytes = header.getBytes(StandardCharsets.UTF_8).length;
        return header + " ".repeat(Math.floorMod(-bytes, 8));
    }

    private static String header(Weights weights) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            writeMetadata(json, weights.metadata());
            long offset = 0;
            for (Map.Entry<String, HostTensor> entry : weights.tensors().entrySet()) {
                offset = writeEntry(json, entry.getKey(), entry.getValue(), offset);
            }
            json.endObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void writeMetadata(JsonWriter json, Map<String, String> metadata) throws IOException {
        json.name("__metadata__").beginObject();
        for (Map.Entry<String, String> entry : new TreeMap<>(metadata).entrySet()) {
            json.name(entry.getKey()).value(entry.getValue());
        }
        json.endObject();
    }

    private static long writeEntry(JsonWriter json, String name, HostTensor tensor, long offset) throws IOException {
        long end = offset + tensor.bytes().limit();
        json.name(name).beginObject().name("dtype").value(tensor.type().name()).name("shape").beginArray();
        for (int size : tensor.shape()) {
            json.value(size);
        }
        json.endArray().name("data_offsets").beginArray().value(offset).value(end).endArray().endObject();
        return end;
    }
}
