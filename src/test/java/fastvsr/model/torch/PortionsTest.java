package fastvsr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fastvsr.model.ModelException;
import fastvsr.model.Preset;
import fastvsr.model.TestFormats;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortionsTest {
    private static final GroupFormat LARGE = new GroupFormat(TestFormats.i420(1920, 1080), TestFormats.i420(7680, 4320));
    private static final GroupFormat SMALL = new GroupFormat(TestFormats.i420(40, 24), TestFormats.i420(160, 96));
    private static final ModelException FULL = new ModelException(ModelException.Cause.MEMORY, "full");

    private final List<String> told = new ArrayList<>();
    private final Portions portions = portions(MemoryNeed.of(Preset.LIVE.untrained(1), 0));

    private Portions portions(MemoryNeed need) {
        return new Portions(need, told::add);
    }

    /** Frames of a group of eight that are sent together, and tiles, after every failure until nothing can be smaller. */
    private static List<String> steps(Portions portions, GroupFormat format, boolean haveRoom) {
        List<String> steps = new ArrayList<>();
        try {
            while (true) {
                portions.shrink(format, portions.frames(8), haveRoom, FULL);
                steps.add(portions.frames(8) + " in " + Tile.cover(format, portions.pixels()).size());
            }
        } catch (ModelException end) {
            assertThat(end.what()).isEqualTo(ModelException.Cause.MEMORY);
            return steps;
        }
    }

    @Test
    void groups_become_shorter_before_tiles_take_less_than_twice_their_pictures() {
        List<String> steps = steps(portions, LARGE, true);

        assertThat(steps).startsWith("8 in 3", "4 in 3", "4 in 8", "2 in 8", "2 in 24", "1 in 24");
        assertThat(steps.get(steps.size() - 1)).startsWith("1 in ");
    }

    @Test
    void a_network_that_keeps_something_of_all_frames_keeps_its_groups_until_tiles_are_small() {
        Portions quality = portions(MemoryNeed.of(Preset.QUALITY.untrained(1), 6));

        assertThat(steps(quality, LARGE, true)).startsWith("8 in 3", "8 in 8", "8 in 24", "4 in 24");
    }

    @Test
    void where_there_is_no_room_for_pictures_their_number_is_halved() {
        assertThat(steps(portions, LARGE, false)).startsWith("4 in 1", "2 in 1", "1 in 1", "1 in 3");
    }

    @Test
    void what_cannot_be_cut_into_tiles_is_sent_in_parts() {
        assertThat(steps(portions, SMALL, true)).containsExactly("4 in 1", "2 in 1", "1 in 1");
    }

    @Test
    void everything_is_tried_before_the_failure_is_told() {
        List<String> steps = steps(portions, LARGE, true);
        int tiles = Integer.parseInt(steps.get(steps.size() - 1).substring("1 in ".length()));

        assertThat(Tile.cover(LARGE, 1)).hasSize(tiles);
        assertThatThrownBy(() -> portions.shrink(LARGE, 1, true, FULL))
                .hasMessageContainingAll("one frame of 1920x1080", "not even in " + tiles + " tiles", "nvidia-smi");
        assertThatThrownBy(() -> portions.shrink(LARGE, 1, false, FULL)).isSameAs(FULL);
    }

    @Test
    void pictures_held_for_longer_groups_are_halved_though_the_last_group_is_short() {
        portions.shrink(SMALL, 8, true, FULL);

        assertThat(portions.frames(1)).isEqualTo(1);
        assertThat(portions.frames(8)).isEqualTo(4);
    }

    @Test
    void whoever_listens_hears_what_becomes_smaller() {
        steps(portions, SMALL, true);

        assertThat(told).isEqualTo(Collections.nCopies(3, "groups are sent in parts"));
    }
}
