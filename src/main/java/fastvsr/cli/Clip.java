package fastvsr.cli;

import fastvsr.train.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The pictures of a video file, of an image file or of a folder of images, in display order; read while iterating. */
interface Clip extends Iterator<RgbImage>, AutoCloseable {
    /** Stops reading. */
    @Override
    void close();

    /** Opens a clip; the caller closes it. */
    static Clip open(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new CommandException(path + ": there is no such clip");
        }
        if (Files.isDirectory(path)) {
            return new ImageSequence(images(path));
        }
        if (isImage(path)) {
            return new ImageSequence(List.of(path));
        }
        FlawedDecoders.check(path);
        return new DecodedClip(path);
    }

    private static List<Path> images(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> images = files.filter(Clip::isImage).sorted().toList();
            if (images.isEmpty()) {
                throw new CommandException(folder + ": the folder holds no PNG or JPEG pictures");
            }
            return images;
        }
    }

    private static boolean isImage(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
    }

    /** Pictures that lie in files of their own. */
    final class ImageSequence implements Clip {
        private final Iterator<Path> files;

        private ImageSequence(List<Path> files) {
            this.files = files.iterator();
        }

        @Override
        public boolean hasNext() {
            return files.hasNext();
        }

        @Override
        public RgbImage next() {
            Path file = files.next();
            try {
                return RgbImage.decode(file.toString(), Files.readAllBytes(file));
            } catch (IOException e) {
                throw new CommandException(e.getMessage(), e);
            }
        }

        @Override
        public void close() {
        }
    }
}
