package fastvsr.cli;

import fastvsr.train.RgbImage;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** A PNG that shows the middle of a frame four times: input, bicubic, network, truth. */
final class ComparisonSheet {
    private static final int SIDE = 320;

    private ComparisonSheet() {
    }

    /** Writes {@code CLIP-NNNN.png} into {@code folder}, which is created. */
    static void save(Path folder, Path clip, int frame, RgbImage small, RgbImage bicubic, RgbImage network,
                     RgbImage truth) throws IOException {
        int width = Math.min(SIDE, truth.width());
        int height = Math.min(SIDE, truth.height());
        BufferedImage sheet = new BufferedImage(4 * width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = sheet.createGraphics();
        int left = (truth.width() - width) / 8 * 4;
        int top = (truth.height() - height) / 8 * 4;
        BufferedImage input = small.toBuffered().getSubimage(left / 4, top / 4, width / 4, height / 4);
        pen.drawImage(input, 0, 0, width / 4 * 4, height / 4 * 4, null);
        int column = width;
        for (RgbImage image : List.of(bicubic, network, truth)) {
            pen.drawImage(image.crop(left, top, width, height).toBuffered(), column, 0, null);
            column += width;
        }
        pen.dispose();
        Files.createDirectories(folder);
        String name = clip.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        ImageIO.write(sheet, "png", folder.resolve("%s-%04d.png".formatted(name, frame)).toFile());
    }
}
