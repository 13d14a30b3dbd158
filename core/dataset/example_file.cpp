#include "core/dataset/example_file.h"

#include "core/dataset/hash_bytes.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <type_traits>
#include <unordered_map>
#include <vector>

namespace tvlt {

namespace {

constexpr std::string_view kMagic = "TVLTEX01"; // the number grows when the layout changes
constexpr std::size_t kHeader = 8 + 2 * sizeof(std::uint64_t);
constexpr int kLevels = 256;

class Writer {
  public:
    std::string bytes;

    template <class T> void put(const T& value) {
        static_assert(std::is_arithmetic_v<T>);
        bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
    template <class Container> void putAll(const Container& values) {
        put(static_cast<std::uint64_t>(values.size()));
        bytes.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof *values.data());
    }
};

/// Reads what Writer wrote; once something does not fit, all that follows is empty and good() is false.
class Reader {
  public:
    explicit Reader(std::string_view bytes) : rest_(bytes) {}

    template <class T> T get() {
        static_assert(std::is_arithmetic_v<T>);
        T value{};
        if (const auto taken = take(sizeof value); good_)
            std::memcpy(&value, taken.data(), sizeof value);
        return value;
    }
    template <class Container> Container getAll() {
        const auto count = get<std::uint64_t>();
        Container values;
        if (count > rest_.size() / sizeof *values.data()) {
            good_ = false;
            return values;
        }
        values.resize(static_cast<std::size_t>(count));
        const auto taken = take(values.size() * sizeof *values.data());
        if (!taken.empty())
            std::memcpy(values.data(), taken.data(), taken.size());
        return values;
    }
    void require(bool condition) { good_ = good_ && condition; }
    [[nodiscard]] bool good() const { return good_; }
    [[nodiscard]] bool atEnd() const { return good_ && rest_.empty(); }

  private:
    std::string_view take(std::size_t size) {
        if (!good_ || size > rest_.size()) {
            good_ = false;
            return {};
        }
        const auto taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }

    std::string_view rest_;
    bool good_ = true;
};

/// Values of one channel as a table of levels and the numbers of its entries; none when there are too many levels.
class Levels {
  public:
    std::vector<float> table;

    /// The number of the value's level; below 0 when the table is full.
    int of(float value) {
        const auto [found, isNew] =
            numbers_.try_emplace(std::bit_cast<std::uint32_t>(value), static_cast<int>(table.size()));
        if (isNew && table.size() == kLevels)
            return -1;
        if (isNew)
            table.push_back(value);
        return found->second;
    }

  private:
    std::unordered_map<std::uint32_t, int> numbers_;
};

/// Calls use(channel, first, last) for the values of each channel of each frame.
template <class Use> void forEachPlane(const PixelInput& pixels, Use use) {
    const std::size_t plane = static_cast<std::size_t>(pixels.height) * static_cast<std::size_t>(pixels.width);
    const auto channels = static_cast<std::size_t>(pixels.channels);
    for (std::size_t i = 0; i < static_cast<std::size_t>(pixels.frames) * channels; ++i)
        use(i % channels, i * plane, (i + 1) * plane);
}

/// One byte for each value, or none at all.
std::vector<std::uint8_t> numbersOf(const PixelInput& pixels, std::vector<Levels>& levels) {
    levels.assign(static_cast<std::size_t>(pixels.channels), {});
    std::vector<std::uint8_t> numbers(pixels.values.size());
    bool fit = true;
    forEachPlane(pixels, [&](std::size_t channel, std::size_t first, std::size_t last) {
        for (std::size_t i = first; fit && i < last; ++i) {
            const int number = levels[channel].of(pixels.values[i]);
            fit = number >= 0;
            numbers[i] = static_cast<std::uint8_t>(number);
        }
    });
    return fit ? numbers : std::vector<std::uint8_t>{};
}

void put(Writer& out, const PixelInput& pixels) {
    for (const int size : {pixels.frames, pixels.channels, pixels.height, pixels.width})
        out.put(size);
    out.putAll(pixels.mean);
    out.putAll(pixels.std);
    out.put(pixels.rescale);
    std::vector<Levels> levels;
    const auto numbers = numbersOf(pixels, levels);
    out.putAll(numbers);
    if (numbers.empty()) {
        out.putAll(pixels.values);
        return;
    }
    for (const Levels& channel : levels)
        out.putAll(channel.table);
}

PixelInput getPixels(Reader& in) {
    PixelInput pixels;
    std::uint64_t count = 1;
    for (int* size : {&pixels.frames, &pixels.channels, &pixels.height, &pixels.width}) {
        *size = in.get<int>();
        in.require(*size > 0 && *size <= 1 << 15);
        count *= static_cast<std::uint64_t>(in.good() ? *size : 1); // below 2^60
    }
    pixels.mean = in.getAll<std::vector<float>>();
    pixels.std = in.getAll<std::vector<float>>();
    pixels.rescale = in.get<double>();
    const auto channels = static_cast<std::size_t>(pixels.channels);
    in.require(pixels.mean.size() == channels && pixels.std.size() == channels);
    const auto numbers = in.getAll<std::vector<std::uint8_t>>();
    if (numbers.empty()) {
        pixels.values = in.getAll<std::vector<float>>();
        in.require(pixels.values.size() == count);
        return pixels;
    }
    in.require(numbers.size() == count);
    std::vector<std::vector<float>> tables;
    for (int c = 0; in.good() && c < pixels.channels; ++c) {
        tables.push_back(in.getAll<std::vector<float>>());
        tables.back().resize(kLevels); // whatever a number says, it is inside
    }
    if (!in.good())
        return pixels;
    pixels.values.resize(numbers.size());
    forEachPlane(pixels, [&](std::size_t channel, std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; ++i)
            pixels.values[i] = tables[channel][numbers[i]];
    });
    return pixels;
}

void put(Writer& out, const AudioInput& audio) {
    for (const int value : {audio.rows, audio.mels, audio.realRows, audio.hopLength, audio.samplingRate})
        out.put(value);
    out.putAll(audio.values);
}

AudioInput getAudio(Reader& in) {
    AudioInput audio;
    for (int* value : {&audio.rows, &audio.mels, &audio.realRows, &audio.hopLength, &audio.samplingRate}) {
        *value = in.get<int>();
        in.require(*value > 0);
    }
    audio.values = in.getAll<std::vector<float>>();
    in.require(audio.realRows <= audio.rows &&
               audio.values.size() == static_cast<std::uint64_t>(audio.rows) * static_cast<std::uint64_t>(audio.mels));
    return audio;
}

} // namespace

std::string encodeExample(const Example& example, std::string_view fingerprint) {
    Writer body;
    body.putAll(fingerprint);
    put(body, example.pixels);
    put(body, example.audio);
    body.putAll(example.target);
    body.put(static_cast<std::uint8_t>(example.shiftedPixels.has_value()));
    if (example.shiftedPixels)
        put(body, *example.shiftedPixels);

    Writer file;
    file.bytes = kMagic;
    file.put(static_cast<std::uint64_t>(body.bytes.size()));
    file.put(hashBytes(body.bytes));
    file.bytes += body.bytes;
    return std::move(file.bytes);
}

std::optional<Example> decodeExample(std::string_view bytes, std::string_view fingerprint) {
    if (bytes.size() < kHeader || !bytes.starts_with(kMagic))
        return {};
    const auto body = bytes.substr(kHeader);
    Reader header(bytes.substr(kMagic.size(), kHeader - kMagic.size()));
    if (header.get<std::uint64_t>() != body.size() || header.get<std::uint64_t>() != hashBytes(body))
        return {};
    Reader in(body);
    if (in.getAll<std::string>() != fingerprint)
        return {};
    Example example;
    example.pixels = getPixels(in);
    example.audio = getAudio(in);
    example.target = in.getAll<std::vector<float>>();
    if (in.get<std::uint8_t>() != 0)
        example.shiftedPixels = getPixels(in);
    return in.atEnd() ? std::optional(std::move(example)) : std::nullopt;
}

} // namespace tvlt
