#!/usr/bin/env python3
"""One measurement of transformers 4.40.2 in a process of its own: prints what `tvlt bench --json` prints of ours.

    peer.py CASE IMPLEMENTATION DTYPE [--repeat N] [--threads N] [--config FILE]

CASE is encode, mae, classify, image-processor or feature-extractor. IMPLEMENTATION is "eager", transformers as it is, or
"sdpa", the same with LibTorch's fused attention in place of its own; bf16 runs under autocast.
"""
import argparse
import json
import statistics
import time

def resident_mb():
    """Resident memory now and at most, MiB."""
    with open("/proc/self/status") as status:
        fields = dict(line.split(":", 1) for line in status)
    return float(fields["VmRSS"].split()[0]) / 1024, float(fields["VmHWM"].split()[0]) / 1024


def use_fused_attention():
    import torch
    from transformers.models.tvlt import modeling_tvlt

    def forward(self, hidden_states, attention_mask=None, head_mask=None, output_attentions=False):
        batch, length, _ = hidden_states.shape
        shape = (batch, length, self.num_attention_heads, self.attention_head_size)
        query, key, value = (part(hidden_states).view(shape).transpose(1, 2)
                             for part in (self.query, self.key, self.value))
        context = torch.nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=attention_mask)
        return (context.transpose(1, 2).reshape(batch, length, self.all_head_size),)

    modeling_tvlt.TvltSelfAttention.forward = forward


def masked_pass(model, config, pixels, audio):
    """The MAE half of TvltForPreTraining.forward(), which runs it in training only."""
    import torch
    frames, patches = config.num_frames, (config.image_size // config.image_patch_size[0]) ** 2
    bands = config.frequency_length // config.audio_patch_size[1]
    steps = config.spectrogram_length // config.audio_patch_size[0]
    encoder = model.tvlt(pixels, audio, mask_pixel=True, mask_audio=True)
    seen = model.concatenate_mask(model.pixel_mask_token, model.encoder_to_decoder(encoder.last_pixel_hidden_state),
                                  encoder.pixel_ids_restore)
    seen = seen + model.decoder_pixel_pos_embed.repeat(1, frames, 1) + model.decoder_pixel_type_embed
    seen = seen + torch.repeat_interleave(model.decoder_temporal_embed[:, :frames], patches, 1)
    heard = model.concatenate_mask(model.audio_mask_token, model.encoder_to_decoder(encoder.last_audio_hidden_state),
                                   encoder.audio_ids_restore)
    heard = heard + model.decoder_freq_embed.repeat(1, steps, 1) + model.decoder_audio_type_embed
    heard = heard + torch.repeat_interleave(model.decoder_audio_pos_embed[:, :steps], bands, 1)
    return model.pixel_mae_head(model.decoder(seen).logits), model.audio_mae_head(model.decoder(heard).logits)


def model_work(options):
    import torch
    from transformers import TvltConfig, TvltForAudioVisualClassification, TvltForPreTraining, TvltModel
    if options.implementation == "sdpa":
        use_fused_attention()
    config = TvltConfig.from_json_file(options.config) if options.config else TvltConfig()
    classes = {"encode": TvltModel, "classify": TvltForAudioVisualClassification, "mae": TvltForPreTraining}
    model = classes[options.case](config).eval()
    pixels = torch.randn(1, config.num_frames, 3, config.image_size, config.image_size)
    audio = torch.randn(1, 1, config.spectrogram_length, config.frequency_length)

    def once():
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=options.dtype == "bf16"):
            if options.case == "mae":
                masked_pass(model, config, pixels, audio)
            else:
                model(pixels, audio)

    return once


def image_processor_work(_):
    import numpy
    from transformers import TvltImageProcessor
    frames = [numpy.random.default_rng(i).integers(0, 256, (720, 1280, 3), dtype=numpy.uint8) for i in range(8)]
    processor = TvltImageProcessor()
    return lambda: processor(frames, return_tensors="pt")


def feature_extractor_work(_):
    import numpy
    from transformers import TvltFeatureExtractor
    samples = (0.1 * numpy.random.default_rng(0).standard_normal(24 * 44100)).astype(numpy.float32)
    extractor = TvltFeatureExtractor()
    return lambda: extractor(samples, sampling_rate=44100, return_tensors="pt")


WORK = {"encode": model_work, "mae": model_work, "classify": model_work, "image-processor": image_processor_work,
        "feature-extractor": feature_extractor_work}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", choices=WORK)
    parser.add_argument("implementation", choices=("eager", "sdpa"))
    parser.add_argument("dtype", choices=("f32", "bf16"))
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--config", help="config.json of the model; without it: the base size")
    options = parser.parse_args()

    import torch
    import transformers
    transformers.logging.set_verbosity_error()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    once = WORK[options.case](options)
    before, _ = resident_mb()
    with open("/proc/self/clear_refs", "w") as peak:
        peak.write("5")  # begins the greatest resident memory anew
    once()
    seconds = []
    for _ in range(options.repeat):
        begin = time.perf_counter()
        once()
        seconds.append(time.perf_counter() - begin)
    _, most = resident_mb()
    print(json.dumps({"median_s": statistics.median(seconds), "min_s": min(seconds), "rss_base_mb": before,
                      "peak_rss_mb": most, "torch": torch.__version__, "transformers": transformers.__version__}))


if __name__ == "__main__":
    main()
