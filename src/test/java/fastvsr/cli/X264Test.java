package fastvsr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.train.Recoder;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Clips for training come back from a real codec as what it leaves of them. */
class X264Test {
    private static final int SIDE = 64;
    private static final int FRAMES = 7;
    private static final int CLIPS = 5;
    private static final int SIZE = SIDE * SIDE * 3 / 2;

    private final Recoder codec = new X264();

    @Test
    void every_run_gives_the_same_whatever_came_before() {
        byte[] clips = clips();
        byte[] once = codec.recode(clips, SIDE, FRAMES, new Recoder.Setting(26, 2));

        codec.recode(new byte[2 * FRAMES * SIZE], SIDE, FRAMES, new Recoder.Setting(30, 0));

        assertThat(codec.recode(clips, SIDE, FRAMES, new Recoder.Setting(26, 2))).isEqualTo(once);
    }

    @Test
    void higher_rate_factors_leave_less_and_frames_stay_in_order() {
        byte[] clips = clips();

        double fine = error(clips, codec.recode(clips, SIDE, FRAMES, new Recoder.Setting(18, 3)));
        double coarse = error(clips, codec.recode(clips, SIDE, FRAMES, new Recoder.Setting(34, 3)));

        assertThat(fine).isBetween(0.3, 4.0);
        assertThat(coarse).isBetween(1.5 * fine, 12.0);
    }

    /** Every clip slides over waves of its own. */
    private static byte[] clips() {
        byte[] planes = new byte[CLIPS * FRAMES * SIZE];
        Random random = new Random(5);
        for (int frame = 0; frame < CLIPS * FRAMES; frame++) {
            double pitch = 0.2 + 0.1 * (frame / FRAMES);
            for (int i = 0; i < SIZE; i++) {
                double wave = Math.sin(pitch * (i % SIDE + frame)) * Math.cos(0.3 * (i / SIDE));
                double luma = 120 + 80 * wave + 3 * random.nextGaussian();
                planes[frame * SIZE + i] = (byte) (int) (i < SIDE * SIDE ? luma : 128 + frame / FRAMES);
            }
        }
        return planes;
    }

    private static double error(byte[] a, byte[] b) {
        assertThat(b).hasSameSizeAs(a);
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs((a[i] & 255) - (b[i] & 255));
        }
        return sum / a.length;
    }
}
