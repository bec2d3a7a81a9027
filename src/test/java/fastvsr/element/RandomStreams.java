package fastvsr.element;

import fastvsr.element.StreamItem.Answer;
import fastvsr.element.StreamItem.Frame;
import fastvsr.element.StreamItem.NewCaps;
import fastvsr.element.StreamItem.NewGroupLength;
import fastvsr.element.StreamItem.NewSegment;
import fastvsr.element.StreamItem.Plain;
import fastvsr.element.StreamItem.Seek;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.providers.ArbitraryProvider;
import net.jqwik.api.providers.TypeUsage;
import java.util.Set;

/** Makes streams at random: half of their items are frames. */
public final class RandomStreams implements ArbitraryProvider {
    @Override
    public boolean canProvideFor(TypeUsage type) {
        return type.isOfType(TestStream.class);
    }

    @Override
    public Set<Arbitrary<?>> provideFor(TypeUsage type, SubtypeProvider subtypes) {
        return Set.of(streams());
    }

    private static Arbitrary<TestStream> streams() {
        return Combinators.combine(Arbitraries.integers().between(1, 5), caps(), items().list().ofMaxSize(60))
                .as(TestStream::new);
    }

    private static Arbitrary<StreamItem> items() {
        return Arbitraries.frequencyOf(Tuple.of(60, frames()), Tuple.of(5, caps()),
                Tuple.of(3, Arbitraries.of(1, 2, -1).map(NewSegment::new)), Tuple.of(2, Arbitraries.of(1, 2, -1).map(Seek::new)),
                Tuple.of(2, Arbitraries.integers().between(1, 6).map(NewGroupLength::new)),
                Tuple.of(25, Arbitraries.of(Plain.class)));
    }

    private static Arbitrary<Frame> frames() {
        return Combinators.combine(oneIn(8), oneIn(10),
                Arbitraries.frequency(Tuple.of(60, Answer.OK), Tuple.of(1, Answer.EOS), Tuple.of(1, Answer.ERROR)))
                .as((isDiscontinuous, isUntimed, answer) -> new Frame(isDiscontinuous, !isUntimed, answer));
    }

    private static Arbitrary<Boolean> oneIn(int count) {
        return Arbitraries.frequency(Tuple.of(count - 1, false), Tuple.of(1, true));
    }

    private static Arbitrary<NewCaps> caps() {
        return Combinators.combine(Arbitraries.of(StreamRun.Samples.FORMATS.keySet()), Arbitraries.integers().between(1, 9),
                Arbitraries.integers().between(1, 5)).as(NewCaps::new);
    }
}
