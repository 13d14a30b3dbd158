#pragma once

#include <cstdint>

namespace torch::nn {
class Module;
}

namespace tvlt {

struct TvltConfig;

/// Gives every parameter of a TvltModel, TvltForPreTraining or TvltForAudioVisualClassification the value that image
/// MAE would: training leaves the plateau that the reference's zeros keep it on. (The reference's own initial values
/// are those that the modules are made with.) Weights of linear and patch projections are Xavier-uniform (a patch
/// projection as a matrix hidden × values), biases 0, norms 1; cls, type and mask parameters come from N(0, 0.02).
/// Positions are sinusoidal: two-dimensional over the rows and columns of a frame's patches, one-dimensional over bands
/// and over time. Frames and spectrogram share one time axis, whose unit is a time step of the spectrogram: a step
/// stands at its centre, frame i at i / num_frames of the segment, and what happens at the same second has the same
/// vector. Their wavelengths fit the grid, from four times its length down to just over two cells. Positions are scaled
/// by 1/sqrt(2): a token gets two of them, and their sum is then as large as the one that MAE adds. Keys begin with the
/// weights of the queries, so that a token first attends to those that resemble it: with these positions, to its
/// neighbours (the idea of Trockman and Kolter 2023). A pure function of `config` and `seed`: LibTorch's own generators
/// are neither read nor moved.
void initialiseSinusoidal(torch::nn::Module& module, const TvltConfig& config, std::uint64_t seed);

} // namespace tvlt
