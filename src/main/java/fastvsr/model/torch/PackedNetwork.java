package fastvsr.model.torch;

import fastvsr.model.HostTensor;
import fastvsr.model.NetworkSource;
import fastvsr.model.TorchScriptArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.Checksum;

/**
 * A network as libtorch loads it; libtorch need not be there yet.
 *
 * @param archive see {@link TorchScriptArchive}; never changed
 */
record PackedNetwork(byte[] archive) {
    /** What pages take at most, and what the archive says of each tensor. */
    private static final int TEXT = 1 << 18;

    /** What makes two networks the same, as far as anybody can tell. */
    record Fingerprint(int bytes, long crc, long adler) {
    }

    static PackedNetwork of(NetworkSource network, boolean trainable) {
        int numbers = network.weights().tensors().values().stream().map(HostTensor::bytes).mapToInt(bytes -> bytes.limit()).sum();
        ByteArrayOutputStream archive = new ByteArrayOutputStream(numbers + TEXT);
        try {
            TorchScriptArchive.write(network, trainable, archive);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new PackedNetwork(archive.toByteArray());
    }

    Fingerprint fingerprint() {
        return new Fingerprint(archive.length, checksum(new CRC32()), checksum(new Adler32()));
    }

    private long checksum(Checksum sum) {
        sum.update(archive);
        return sum.getValue();
    }
}
