#pragma once

#include <filesystem>

namespace tvlt {

struct BatchArguments;
struct BatchSettings;
struct ClipAnswers;
struct Shard;

/// Makes the folders that the files of clips will go to, and removes from them what a program that was killed left
/// half-written of this shard's clips. Throws Exception.
void makeBatchFolders(const BatchArguments& arguments, const Shard& shard);
/// Writes the arrays and paints the figures of a clip's answers, each atomically. Figures need an Offscreen. Any
/// thread. Throws Exception.
void writeBatchFiles(const BatchArguments& arguments, const BatchSettings& settings, const ClipAnswers& answers);

} // namespace tvlt
