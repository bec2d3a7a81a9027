package fastvsr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WearTest {
    private static final int CLIPS = 1000;

    @Test
    void ordinary_wear_is_about_that_of_the_camera_that_evaluates() {
        float[] damage = damage(new Wear(1, 0, 1));

        assertThat(numbers(damage, 0)).as("blur").allMatch(blur -> Math.abs(blur - CameraWear.BLUR) <= 0.1);
        assertThat(numbers(damage, 1)).as("levels of noise of all channels").allMatch(noise -> 255 * noise > 1.4 && 255 * noise < 2.6);
        assertThat(numbers(damage, 2)).as("levels of noise of each").allMatch(noise -> 255 * noise > 0.7 && 255 * noise < 1.3);
        assertThat(qualities(new Wear(0, 1, 1))).allMatch(quality -> quality >= 21 && quality <= 25);
    }

    @Test
    void other_wear_is_anything() {
        float[] damage = damage(new Wear(1, 0, 0));

        assertThat(numbers(damage, 0)).allMatch(blur -> blur >= 0 && blur <= 1);
        assertThat(numbers(damage, 0)).anyMatch(blur -> blur < 0.1f).anyMatch(blur -> blur > 0.9f);
        assertThat(numbers(damage, 1)).anyMatch(noise -> noise < 0.001f).anyMatch(noise -> noise > 0.025f);
        assertThat(qualities(new Wear(0, 1, 0))).contains(18, 30).allMatch(quality -> quality >= 18 && quality <= 30);
    }

    @Test
    void the_share_that_is_ordinary_is_the_one_asked_for() {
        List<Float> blurs = numbers(damage(new Wear(1, 0, 0.75)), 0);

        long ordinary = blurs.stream().filter(blur -> Math.abs(blur - CameraWear.BLUR) <= 0.1).count();
        assertThat(ordinary).as("three quarters, and a fifth of the others").isBetween(750L, 850L);
    }

    @Test
    void a_share_that_is_none_is_refused_by_its_option() {
        assertThatThrownBy(() -> new Wear(0, 0, 1.5)).isInstanceOf(TrainingException.class).hasMessage("--ordinary 1.5 is not in 0 to 1");
        assertThatThrownBy(() -> new Wear(Double.NaN, 0, 0)).isInstanceOf(TrainingException.class).hasMessageStartingWith("--degraded NaN");
        assertThatThrownBy(() -> new Wear(0, -0.1, 0)).isInstanceOf(TrainingException.class).hasMessageStartingWith("--codec-share -0.1");
    }

    private static float[] damage(Wear wear) {
        var random = new Random(1);
        float[] damage = new float[3 * CLIPS];
        for (int i = 0; i < CLIPS; i++) {
            wear.writeDamage(random, damage, 3 * i);
        }
        return damage;
    }

    private static List<Float> numbers(float[] damage, int which) {
        return IntStream.range(0, CLIPS).mapToObj(i -> damage[3 * i + which]).toList();
    }

    private static List<Integer> qualities(Wear wear) {
        var random = new Random(1);
        return IntStream.range(0, CLIPS).mapToObj(i -> wear.setting(random).rateFactor()).toList();
    }
}
