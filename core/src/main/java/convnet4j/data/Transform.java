package convnet4j.data;

/** A random change of an image in training. It says what is drawn; {@code image} carries it out. */
public sealed interface Transform extends Change
    permits RandomCrop,
        ResizedCrop,
        HorizontalFlip,
        AlternatingFlip,
        Rotation,
        Shear,
        Elastic,
        ChannelShift,
        PcaColour,
        ColourJitter,
        Grayscale,
        GaussianBlur,
        Cutout,
        RandomErasing,
        RandAugment,
        TrivialAugment,
        Sometimes {}
