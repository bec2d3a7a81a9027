package fastvsr.train;

import fastvsr.model.torch.TensorScope;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The newest filmed clips, which steps are shown again and again, while a thread of its own films the next ones.
 *
 * <p>What a step is shown depends on the plan and the number of the step alone.
 */
final class Reel implements AutoCloseable {
    /** Batches of clips that are kept. */
    private static final int KEPT = 8;
    /** Batches that are filmed in advance where a codec takes its time on the way. */
    private static final int AHEAD_OF_CODEC = 2;
    private static final long PRIME = 1_000_003;

    private final Studio studio;
    private final TrainingPlan plan;
    private final TensorScope scope;
    private final Clips stock;
    private final ExecutorService crew = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "film");
        thread.setDaemon(true);
        return thread;
    });
    private final Deque<Future<Footage>> next = new ArrayDeque<>();
    private final int ahead;
    private long newest = -1;

    /** A reel for the steps of {@code plan}; closed before the studio. */
    Reel(Studio studio, TrainingPlan plan) {
        this.studio = studio;
        this.plan = plan;
        scope = studio.newScope();
        ahead = plan.codedClips().length > 0 ? AHEAD_OF_CODEC : 1;
        stock = studio.stock(scope, plan, KEPT * plan.batch());
    }

    /** The batch of a step; {@code holder} holds what belongs to this step alone. */
    Batch batch(TensorScope holder, long step) {
        long film = (step - 1) / plan.uses();
        advanceTo(film);
        Random random = new Random(plan.seed() * PRIME + step);
        int filled = (int) Math.min(KEPT, film + 1) * plan.batch();
        return studio.show(holder, plan, stock, Script.random(plan, random, filled), random);
    }

    @Override
    public void close() {
        crew.shutdown();
        next.forEach(footage -> take(footage).scope().close());
        scope.close();
    }

    /** Ends when the stock holds the films up to {@code film}; after a resumption all that it holds are filmed anew. */
    private void advanceTo(long film) {
        for (long number = Math.max(newest + 1, Math.max(0, film - KEPT + 1)); number <= film; number++) {
            Footage footage = next.isEmpty() ? shoot(number) : take(next.remove());
            studio.store(stock, footage, (int) (number % KEPT) * plan.batch());
            footage.scope().close();
            newest = number;
        }
        while (next.size() < ahead) {
            long number = newest + 1 + next.size();
            next.add(crew.submit(() -> shoot(number)));
        }
    }

    private Footage shoot(long film) {
        return studio.shoot(plan, new Random(-plan.seed() * PRIME - film));
    }

    private static Footage take(Future<Footage> footage) {
        try {
            return footage.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new TrainingException("training was interrupted while it waited for clips", stopped);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException reason) {
                throw reason;
            }
            throw new TrainingException("clips cannot be filmed: " + failed.getCause(), failed);
        }
    }
}
