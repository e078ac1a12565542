package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class UnderwayTest {

    @Test
    void eachSeesThoseOfItsUserThatBeganBeforeItAndHaveNotEnded() {
        Underway underway = new Underway();
        try (Underway.Hold first = underway.hold("ada", 10, 0.5)) {
            assertEquals(new Underway.Sum(0, 0, 0), first.others());
            try (Underway.Hold second = underway.hold("ada", 20, 0.25);
                    Underway.Hold other = underway.hold("bob", 5, 1)) {
                assertEquals(new Underway.Sum(1, 10, 0.5), second.others());
                assertEquals(new Underway.Sum(0, 0, 0), other.others());
            }
            try (Underway.Hold third = underway.hold("ada", 1, 1)) {
                assertEquals(new Underway.Sum(1, 10, 0.5), third.others());
            }
        }
        try (Underway.Hold last = underway.hold("ada", 1, 1)) {
            assertEquals(new Underway.Sum(0, 0, 0), last.others());
        }
    }
}
