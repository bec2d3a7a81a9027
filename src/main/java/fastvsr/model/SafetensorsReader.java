package fastvsr.model;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads one safetensors file that may be damaged or hostile. */
final class SafetensorsReader {
    private static final long MAX_HEADER = 100_000_000;

    private record Entry(String name, String dtype, List<Long> shape, List<Long> offsets) {
        long begin() {
            return offsets.get(0);
        }
    }

    private final String file;
    private final ByteBuffer bytes;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    SafetensorsReader(String file, ByteBuffer bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    Weights read() {
        int dataStart = 8 + headerLength();
        try (JsonReader json = header(dataStart)) {
            readHeader(json);
        } catch (MalformedJsonException | JsonParseException | IllegalStateException | NumberFormatException bad) {
            throw broken("its header is not the JSON that the format asks for: " + bad.getMessage());
        } catch (IOException bad) {
            throw broken("its header is not UTF-8 text or ends early");
        }
        return new Weights(metadata, tensors(dataStart));
    }

    private int headerLength() {
        if (bytes.limit() < 8) {
            throw broken("it has " + bytes.limit() + " bytes, less than the 8 of the header length");
        }
        long length = bytes.getLong(0);
        if (length < 2 || length > MAX_HEADER || length > bytes.limit() - 8) {
            throw broken("the header length " + Long.toUnsignedString(length) + " is not between 2 and "
                    + Math.min(MAX_HEADER, bytes.limit() - 8));
        }
        return (int) length;
    }

    private JsonReader header(int dataStart) {
        var decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        var json = new JsonReader(new InputStreamReader(
                new ByteArrayInputStream(bytes.array(), 8, dataStart - 8), decoder));
        json.setStrictness(Strictness.STRICT);
        return json;
    }

    private void readHeader(JsonReader json) throws IOException {
        boolean metadataSeen = false;
        json.beginObject();
        while (json.hasNext()) {
            String name = json.nextName();
            if (!name.equals("__metadata__")) {
                addOnce(entries, name, readEntry(json, name));
            } else if (metadataSeen) {
                throw broken("the name \"__metadata__\" appears twice");
            } else {
                metadataSeen = true;
                readMetadata(json);
            }
        }
        json.endObject();
        if (json.peek() != JsonToken.END_DOCUMENT) {
            throw broken("there is text behind the header");
        }
    }

    private void readMetadata(JsonReader json) throws IOException {
        json.beginObject();
        while (json.hasNext()) {
            String key = json.nextName();
            if (json.peek() != JsonToken.STRING) {
                throw broken("the metadata \"" + key + "\" is not a string");
            }
            addOnce(metadata, key, json.nextString());
        }
        json.endObject();
    }

    private Entry readEntry(JsonReader json, String name) throws IOException {
        String dtype = "";
        List<Long> shape = List.of();
        List<Long> offsets = List.of();
        int fields = 0;
        json.beginObject();
        while (json.hasNext()) {
            fields++;
            switch (json.nextName()) {
                case "dtype" -> dtype = json.nextString();
                case "shape" -> shape = numbers(json);
                case "data_offsets" -> offsets = numbers(json);
                default -> throw broken("tensor \"" + name + "\" has a field that the format does not know");
            }
        }
        json.endObject();
        if (fields != 3 || dtype.isEmpty() || offsets.size() != 2) {
            throw broken("tensor \"" + name + "\" needs dtype, shape and two data_offsets, once each");
        }
        return new Entry(name, dtype, shape, offsets);
    }

    private static List<Long> numbers(JsonReader json) throws IOException {
        List<Long> numbers = new ArrayList<>();
        json.beginArray();
        while (json.hasNext()) {
            numbers.add(json.nextLong());
        }
        json.endArray();
        return numbers;
    }

    private <V> void addOnce(Map<String, V> map, String name, V value) {
        if (map.put(name, value) != null) {
            throw broken("the name \"" + name + "\" appears twice");
        }
    }

    /** Slices the data; the tensors have to fill it without gap or overlap. */
    private Map<String, HostTensor> tensors(int dataStart) {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        long next = 0;
        for (Entry entry : entries.values().stream().sorted(Comparator.comparingLong(Entry::begin)).toList()) {
            next = checkPlace(entry, next, bytes.limit() - dataStart);
            tensors.put(entry.name, tensor(entry, dataStart));
        }
        if (next != bytes.limit() - dataStart) {
            throw broken("its tensors end at byte " + next + " of " + (bytes.limit() - dataStart) + " bytes of data");
        }
        return tensors;
    }

    private long checkPlace(Entry entry, long begin, long dataLength) {
        long end = entry.offsets.get(1);
        if (entry.begin() != begin || end < begin || end > dataLength) {
            throw broken(String.format(Locale.ROOT, "tensor \"%s\" lies at bytes %d to %d; it has to begin at %d "
                    + "and end before %d", entry.name, entry.begin(), end, begin, dataLength));
        }
        return end;
    }

    private HostTensor tensor(Entry entry, int dataStart) {
        ElementType type = elementType(entry);
        long begin = entry.begin();
        long length = entry.offsets.get(1) - begin;
        if (byteCount(entry, type) != length) {
            throw broken("tensor \"" + entry.name + "\" of " + type + " " + entry.shape + " has " + length + " bytes");
        }
        ByteBuffer data = bytes.slice(Math.toIntExact(dataStart + begin), (int) length).order(ByteOrder.LITTLE_ENDIAN);
        return new HostTensor(type, entry.shape.stream().map(Math::toIntExact).toList(), data);
    }

    private ElementType elementType(Entry entry) {
        for (ElementType type : ElementType.values()) {
            if (type.name().equals(entry.dtype)) {
                return type;
            }
        }
        throw broken("tensor \"" + entry.name + "\" has the dtype \"" + entry.dtype + "\"; known are F32, F16 and BF16");
    }

    private long byteCount(Entry entry, ElementType type) {
        long count = type.bytes();
        for (long size : entry.shape) {
            if (size < 0 || size > Integer.MAX_VALUE || count > Integer.MAX_VALUE) {
                throw broken("tensor \"" + entry.name + "\" has the impossible shape " + entry.shape);
            }
            count *= size;
        }
        return count;
    }

    private ModelException broken(String why) {
        return new ModelException(ModelException.Cause.BROKEN, "weights file " + file + " is broken: " + why);
    }
}
