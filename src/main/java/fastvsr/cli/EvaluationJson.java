package fastvsr.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import fastvsr.train.ClipScore;
import fastvsr.train.Quality;
import java.util.List;

/** Scores as JSON; the PSNR of equal pictures, which is infinite, is null. */
final class EvaluationJson {
    JsonArray clips(List<ClipScore> scores) {
        JsonArray clips = new JsonArray();
        for (ClipScore score : scores) {
            JsonObject clip = new JsonObject();
            clip.addProperty("name", score.name());
            clip.addProperty("frames", score.frames());
            addQualities(clip, score);
            clips.add(clip);
        }
        return clips;
    }

    JsonObject mean(ClipScore score) {
        JsonObject mean = new JsonObject();
        addQualities(mean, score);
        addNumber(mean, "gain_db", score.gain());
        return mean;
    }

    private static void addQualities(JsonObject object, ClipScore score) {
        addQuality(object, "", score.network());
        addQuality(object, "bicubic_", score.bicubic());
        addQuality(object, "lanczos_", score.lanczos());
    }

    private static void addQuality(JsonObject object, String prefix, Quality quality) {
        addNumber(object, prefix + "psnr_y", quality.psnr());
        addNumber(object, prefix + "ssim_y", quality.ssim());
    }

    private static void addNumber(JsonObject object, String name, double value) {
        object.add(name, Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE);
    }
}
