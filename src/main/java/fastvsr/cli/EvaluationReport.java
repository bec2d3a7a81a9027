package fastvsr.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The scores of an evaluation as a table or as JSON.
 *
 * @param clean    scores of clips that were reduced only
 * @param degraded scores of the same clips, degraded; may be empty
 */
record EvaluationReport(List<ClipScore> clean, List<ClipScore> degraded) {
    /** Contenders whose values stand directly in an object, with their name before them; the network has none. */
    private static final Set<String> CLASSIC =
            Set.of(Evaluation.NETWORK, Evaluation.TWIN, Evaluation.BICUBIC, Evaluation.LANCZOS, Evaluation.TRUTH);

    EvaluationReport {
        clean = List.copyOf(clean);
        degraded = List.copyOf(degraded);
    }

    /** One block of lines for each clip, and one for the mean. */
    String table() {
        StringBuilder table = new StringBuilder();
        for (int i = 0; i < clean.size(); i++) {
            addBlock(table, clean.get(i), "");
            if (!degraded.isEmpty()) {
                addBlock(table, degraded.get(i), ", degraded");
            }
        }
        addBlock(table, ClipScore.mean(clean), "");
        if (!degraded.isEmpty()) {
            addBlock(table, ClipScore.mean(degraded), ", degraded");
        }
        return table.append("Y-PSNR and gain over bicubic in dB; lower is better for features, NIQE and warping").toString();
    }

    private static void addBlock(StringBuilder table, ClipScore score, String kind) {
        table.append(String.format("%-26s", score.name() + " (" + score.frames() + kind + ")"));
        for (Measure measure : Measure.values()) {
            table.append(String.format("%9s", measure.title()));
        }
        table.append(String.format("%9s%n", "gain"));
        score.marks().forEach((name, marks) -> {
            table.append(String.format("  %-24s", name));
            for (Measure measure : Measure.values()) {
                table.append(' ').append(measure.format(marks.of(measure)));
            }
            table.append(name.equals(Evaluation.TRUTH) ? "" : String.format(" %+8.3f", score.gain(name))).append(System.lineSeparator());
        });
    }

    /** One object; what cannot be measured is null. */
    String json() {
        JsonArray clips = new JsonArray();
        for (int i = 0; i < clean.size(); i++) {
            JsonObject clip = new JsonObject();
            clip.addProperty("name", clean.get(i).name());
            clip.addProperty("frames", clean.get(i).frames());
            addMarks(clip, clean.get(i));
            if (!degraded.isEmpty()) {
                clip.add("degraded", marks(degraded.get(i)));
            }
            clips.add(clip);
        }
        JsonObject report = new JsonObject();
        report.add("clips", clips);
        JsonObject mean = marks(ClipScore.mean(clean));
        if (!degraded.isEmpty()) {
            mean.add("degraded", marks(ClipScore.mean(degraded)));
        }
        report.add("mean", mean);
        return report.toString();
    }

    private static JsonObject marks(ClipScore score) {
        JsonObject object = new JsonObject();
        addMarks(object, score);
        addNumber(object, "gain_db", score.gain(Evaluation.NETWORK));
        return object;
    }

    private static void addMarks(JsonObject object, ClipScore score) {
        JsonObject beside = new JsonObject();
        score.marks().forEach((name, marks) -> {
            if (CLASSIC.contains(name)) {
                addValues(object, name.equals(Evaluation.NETWORK) ? "" : name + "_", marks);
            } else {
                JsonObject other = new JsonObject();
                addValues(other, "", marks);
                addNumber(other, "gain_db", score.gain(name));
                beside.add(name, other);
            }
        });
        if (!beside.isEmpty()) {
            object.add("beside", beside);
        }
    }

    private static void addValues(JsonObject object, String prefix, Marks marks) {
        for (Map.Entry<Measure, Double> value : marks.values().entrySet()) {
            addNumber(object, prefix + value.getKey().key(), value.getValue());
        }
    }

    private static void addNumber(JsonObject object, String name, double value) {
        object.add(name, Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE);
    }
}
