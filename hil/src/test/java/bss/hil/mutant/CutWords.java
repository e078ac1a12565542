package bss.hil.mutant;

import bss.proto.v1.HicannConfiguration;
import bss.proto.v1.ToServer;
import com.google.protobuf.ByteString;

/// Register words of a chip's message cut to the bits that the register has.
final class CutWords {

    private CutWords() {}

    static ToServer of(ToServer message) {
        HicannConfiguration.Builder chip = message.getBlock().getChip().toBuilder();
        for (int i = 0; i < chip.getDenmemsCount(); i++) {
            chip.setDenmems(i, chip.getDenmems(i) & 0x7ff);
        }
        for (int i = 0; i < chip.getBackgroundGeneratorsCount(); i++) {
            chip.setBackgroundGenerators(i, chip.getBackgroundGenerators(i) & 0xff_ffff);
        }
        chip.setQuads(cut(chip.getQuads(), 0xf))
                .setNeuronHalves(cut(chip.getNeuronHalves(), 0x7f))
                .setMergers(cut(chip.getMergers(), 7))
                .setDncMergers(cut(chip.getDncMergers(), 0xf))
                .setBackgroundSeed(chip.getBackgroundSeed() & 0xffff)
                .setLinks(cut(chip.getLinks(), 3))
                .setHorizontalRepeaters(cut(chip.getHorizontalRepeaters(), 0x1f))
                .setVerticalRepeaters(cut(chip.getVerticalRepeaters(), 0x1f))
                .setAnalogOutputs(cut(chip.getAnalogOutputs(), 0xf));
        return message.toBuilder()
                .setBlock(message.getBlock().toBuilder().setChip(chip))
                .build();
    }

    private static ByteString cut(ByteString words, int mask) {
        byte[] bytes = words.toByteArray();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] &= (byte) mask;
        }
        return ByteString.copyFrom(bytes);
    }
}
