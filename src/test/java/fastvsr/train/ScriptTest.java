package fastvsr.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScriptTest {
    private static final int CLIPS = 1000;

    @Test
    void most_worn_clips_are_about_as_blurred_as_an_ordinary_camera_makes_them_and_some_are_anything() {
        var random = new Random(1);
        float[] damage = new float[3 * CLIPS];
        for (int i = 0; i < CLIPS; i++) {
            Script.writeDamage(random, damage, 3 * i);
        }

        List<Float> blurs = IntStream.range(0, CLIPS).mapToObj(i -> damage[3 * i]).toList();
        long ordinary = blurs.stream().filter(blur -> Math.abs(blur - CameraWear.BLUR) <= 0.2).count();
        assertThat(blurs).allMatch(blur -> blur >= 0 && blur <= 1);
        assertThat(blurs).anyMatch(blur -> blur < 0.1f).anyMatch(blur -> blur > 0.9f);
        assertThat(ordinary).as("three quarters, and two fifths of the others").isBetween(800L, 900L);
    }
}
