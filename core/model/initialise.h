#pragma once

#include <cstdint>

namespace torch::nn {
class Module;
}

namespace tvlt {

struct TvltConfig;

/// Where training from scratch starts.
enum class InitialWeights {
    /// As the reference: weights from N(0, initializer_range), biases and all position, type, cls and mask parameters
    /// 0.
    Reference,
    /// As image MAE does, which leaves the plateau that zeros keep training on. Weights of linear and patch projections
    /// Xavier-uniform (a patch projection as a matrix hidden × values); cls, type and mask parameters from N(0, 0.02);
    /// positions sinusoidal: two-dimensional over the rows and columns of a frame's patches, one-dimensional over bands
    /// and over time. Frames and spectrogram share one time axis: frame i of num_frames stands at i / num_frames of the
    /// segment, a time step at its centre, and what happens at the same moment has the same vector. One time step is
    /// one unit of the sinusoid. Positions are scaled by 1/sqrt(2): a token gets two of them, and their sum is then as
    /// large as the one that MAE adds.
    Sinusoidal,
};

/// Gives every parameter of a TvltModel, TvltForPreTraining or TvltForAudioVisualClassification its initial value. In
/// both ways norms are 1 and biases 0. A pure function of `config`, `how` and `seed`: LibTorch's own generators are
/// neither read nor moved.
void initialise(torch::nn::Module& module, const TvltConfig& config, InitialWeights how, std::uint64_t seed);

} // namespace tvlt
