#include "core/checkpoint/small_config.h"

namespace tvlt {

TvltConfig smallConfig() {
    TvltConfig config;
    config.image_patch_size = {8, 8};
    config.hidden_size = 192;
    config.num_hidden_layers = 4;
    config.num_attention_heads = 3;
    config.intermediate_size = 768;
    config.decoder_hidden_size = 128;
    config.decoder_num_hidden_layers = 2;
    config.decoder_num_attention_heads = 4;
    config.decoder_intermediate_size = 512;
    return config;
}

} // namespace tvlt
