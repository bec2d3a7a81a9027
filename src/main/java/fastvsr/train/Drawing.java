package fastvsr.train;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A picture of what photos have little of: print, tables, charts, fine patterns, flat cartoons.
 *
 * <p>A page is divided into panels, each of which has its colours and shows one of these. It is drawn at twice the size of a photo
 * and shrunk, so that edges are as soft as a lens leaves them.
 */
public final class Drawing {
    private static final int SIDE = 2 * Library.PHOTO_SIDE;
    private static final int SMALLEST_PANEL = SIDE / 5;
    private static final String SIGNS = "abcdefghijklmnopqrstuvwxyzaeiouaeiounrstABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789äéñøß&?!";
    private static final List<String> FONTS = Stream.of(GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames())
            .filter(family -> new Font(family, Font.PLAIN, 12).canDisplayUpTo(SIGNS) < 0).toList();

    private final Random random;
    private final Graphics2D pen;
    private final List<Consumer<Rectangle>> motifs =
            List.of(this::print, this::print, this::table, this::chart, this::pattern, this::cartoon);

    private Drawing(Random random, Graphics2D pen) {
        this.random = random;
        this.pen = pen;
    }

    /**
     * A square picture of {@link Library#PHOTO_SIDE} pixels; equal seeds give equal ones where the same fonts are installed.
     *
     * @throws TrainingException if this machine has no font for print
     */
    public static RgbImage of(long seed) {
        if (FONTS.isEmpty()) {
            throw new TrainingException("no font of this machine has the letters for drawings; install one, for example fonts-dejavu");
        }
        BufferedImage page = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = page.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        new Drawing(new Random(seed), pen).fill(new Rectangle(SIDE, SIDE));
        pen.dispose();
        return Resampling.bicubic().resize(RgbImage.of(page), Library.PHOTO_SIDE, Library.PHOTO_SIDE);
    }

    /** Divides a panel, or fills it with one motif, upright or a little askew. */
    private void fill(Rectangle panel) {
        boolean isWide = panel.width > panel.height;
        int longer = Math.max(panel.width, panel.height);
        if (longer >= 2 * SMALLEST_PANEL && random.nextInt(SIDE) < longer) {
            int cut = between(SMALLEST_PANEL, longer - SMALLEST_PANEL);
            fill(new Rectangle(panel.x, panel.y, isWide ? cut : panel.width, isWide ? panel.height : cut));
            fill(new Rectangle(panel.x + (isWide ? cut : 0), panel.y + (isWide ? 0 : cut), isWide ? panel.width - cut : panel.width,
                    isWide ? panel.height : panel.height - cut));
            return;
        }
        var upright = pen.getTransform();
        pen.setClip(panel);
        Color paper = colour();
        pen.setColor(paper);
        pen.fill(panel);
        if (random.nextInt(3) == 0) {
            pen.rotate(0.3 * random.nextGaussian(), panel.getCenterX(), panel.getCenterY());
        }
        pen.setColor(inkOn(paper));
        motifs.get(random.nextInt(motifs.size())).accept(panel);
        pen.setTransform(upright);
        pen.setClip(null);
    }

    /** Lines of words that no language has, in one font, the first perhaps larger. */
    private void print(Rectangle panel) {
        Font font = font(between(18, 26) * Math.pow(5, random.nextDouble()));
        boolean hasHeadline = random.nextBoolean();
        double y = panel.y;
        for (int line = 0; y < panel.getMaxY(); line++) {
            pen.setFont(line == 0 && hasHeadline ? font.deriveFont(2f * font.getSize()) : font);
            y += (1.1 + 0.1 * random.nextInt(2)) * pen.getFont().getSize();
            pen.drawString(words(panel.width), panel.x + font.getSize() / 2f, (float) y);
        }
    }

    private String words(int width) {
        return Stream.generate(() -> word(between(1, 11))).limit(2 + width / (3 * pen.getFont().getSize())).collect(Collectors.joining(" "));
    }

    private String word(int letters) {
        return random.ints(letters, 0, SIGNS.length()).mapToObj(i -> SIGNS.substring(i, i + 1)).collect(Collectors.joining());
    }

    /** Numbers in ruled cells. */
    private void table(Rectangle panel) {
        int height = between(40, 160);
        int width = between(height, 3 * height);
        pen.setStroke(new BasicStroke(between(1, 6)));
        pen.setFont(font(height * (0.4 + 0.4 * random.nextDouble())));
        for (int y = panel.y; y < panel.getMaxY(); y += height) {
            pen.drawLine(panel.x, y, panel.x + panel.width, y);
            for (int x = panel.x; x < panel.getMaxX(); x += width) {
                pen.drawLine(x, panel.y, x, panel.y + panel.height);
                pen.drawString(Integer.toString(random.nextInt(1000)), x + height / 5, y + height * 4 / 5);
            }
        }
    }

    /** Bars or curves before lines at uneven distances. */
    private void chart(Rectangle panel) {
        Color ink = pen.getColor();
        pen.setStroke(new BasicStroke(between(1, 4)));
        for (int y = panel.y + panel.height; y > panel.y; y -= panel.height / between(6, 14)) {
            pen.drawLine(panel.x, y, panel.x + panel.width, y);
        }
        int step = between(16, 120);
        for (int curve = random.nextInt(4); curve >= 0; curve--) {
            pen.setColor(curve == 0 ? ink : colour());
            pen.setStroke(new BasicStroke(between(3, 14), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            boolean isBars = random.nextBoolean();
            double level = random.nextDouble();
            Path2D line = new Path2D.Double();
            line.moveTo(panel.x, panel.getMaxY());
            for (int x = panel.x; x < panel.getMaxX(); x += step) {
                level = Math.min(1, Math.abs(level + 0.15 * random.nextGaussian()));
                line.lineTo(x, panel.getMaxY() - level * panel.height);
                if (isBars) {
                    pen.fill(new Rectangle2D.Double(x, panel.getMaxY() - level * panel.height, step * 0.6, level * panel.height));
                }
            }
            if (!isBars) {
                pen.draw(line);
            }
        }
    }

    /** Stripes, rings, dots or a chequerboard, evenly spaced. */
    private void pattern(Rectangle panel) {
        double period = 10 * Math.pow(10, random.nextDouble());
        double share = 0.25 + 0.5 * random.nextDouble();
        int kind = random.nextInt(4);
        pen.rotate(Math.PI * random.nextDouble(), panel.getCenterX(), panel.getCenterY());
        pen.setStroke(new BasicStroke((float) (period * share)));
        double reach = panel.width + panel.height;
        for (double d = -reach; d < reach; d += period) {
            switch (kind) {
                case 0 -> pen.draw(new Line2D.Double(panel.getCenterX() - reach, panel.getCenterY() + d,
                        panel.getCenterX() + reach, panel.getCenterY() + d));
                case 1 -> ring(panel.getCenterX(), panel.getCenterY(), Math.abs(d));
                default -> row(panel, d, period, kind == 2 ? period * share : period / 2, kind == 2);
            }
        }
    }

    private void ring(double x, double y, double radius) {
        pen.draw(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    /** One row of dots, or of a chequerboard. */
    private void row(Rectangle panel, double d, double period, double size, boolean isRound) {
        for (double x = panel.getCenterX() - panel.width; x < panel.getCenterX() + panel.width; x += period) {
            double y = panel.getCenterY() + d;
            if (isRound) {
                pen.fill(new Ellipse2D.Double(x, y, size, size));
            } else {
                pen.fill(new Rectangle2D.Double(x, y, size, size));
                pen.fill(new Rectangle2D.Double(x + size, y + size, size, size));
            }
        }
    }

    /** Flat shapes with smooth outlines. */
    private void cartoon(Rectangle panel) {
        Color outline = pen.getColor();
        pen.setStroke(new BasicStroke(between(3, 16), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        for (int i = between(4, 16); i > 0; i--) {
            Path2D shape = blob(panel.x + random.nextInt(panel.width), panel.y + random.nextInt(panel.height),
                    between(20, panel.width / 2), between(3, 9));
            pen.setColor(colour());
            pen.fill(shape);
            pen.setColor(outline);
            pen.draw(shape);
        }
    }

    /** A closed curve through the middles between corners that lie around a centre. */
    private Path2D blob(double x, double y, double radius, int corners) {
        double[] xs = new double[corners];
        double[] ys = new double[corners];
        for (int i = 0; i < corners; i++) {
            double distance = radius * (0.4 + 0.8 * random.nextDouble());
            xs[i] = x + distance * Math.cos(2 * Math.PI * i / corners);
            ys[i] = y + distance * Math.sin(2 * Math.PI * i / corners);
        }
        Path2D path = new Path2D.Double();
        path.moveTo((xs[corners - 1] + xs[0]) / 2, (ys[corners - 1] + ys[0]) / 2);
        for (int i = 0; i < corners; i++) {
            int next = (i + 1) % corners;
            path.quadTo(xs[i], ys[i], (xs[i] + xs[next]) / 2, (ys[i] + ys[next]) / 2);
        }
        path.closePath();
        return path;
    }

    private Font font(double size) {
        return new Font(FONTS.get(random.nextInt(FONTS.size())), random.nextInt(4), 1).deriveFont((float) size);
    }

    /** Pale, dark or strong. */
    private Color colour() {
        float strength = random.nextFloat() * random.nextFloat();
        return Color.getHSBColor(random.nextFloat(), random.nextInt(4) == 0 ? 1 - strength / 2 : strength, random.nextFloat());
    }

    /** Of another brightness than the paper, mostly black or white. */
    private Color inkOn(Color paper) {
        boolean isDark = 3 * paper.getRed() + 6 * paper.getGreen() + paper.getBlue() < 10 * 128;
        float contrast = random.nextInt(3) == 0 ? 0.4f + 0.6f * random.nextFloat() : 1;
        float[] hsb = Color.RGBtoHSB(paper.getRed(), paper.getGreen(), paper.getBlue(), null);
        float brightness = isDark ? hsb[2] + (1 - hsb[2]) * contrast : hsb[2] * (1 - contrast);
        return Color.getHSBColor(random.nextFloat(), random.nextInt(3) == 0 ? random.nextFloat() : 0, brightness);
    }

    /** A number from {@code least} to {@code most}. */
    private int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }
}
