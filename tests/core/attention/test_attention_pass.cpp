#include "core/analysis/analysis.h"
#include "core/attention/attention_pass.h"
#include "core/attention/relevance.h"
#include "core/base/error.h"
#include "tests/core/attention/plain_pass.h"
#include "tests/support/catch.h"

#include <torch/utils.h>

#include <algorithm>
#include <cmath>

using namespace tvlt;
using torch::Tensor;

namespace {

constexpr AttentionStack kStacks[] = {AttentionStack::Encoder, AttentionStack::MaskedEncoder,
                                      AttentionStack::PixelDecoder, AttentionStack::AudioDecoder};

/// Largest difference between a map and a value for each position of the sequence. Padding must have no value, and its
/// sum where there is one.
double difference(const AttentionPass& pass, const TokenValues& values, const Tensor& expected) {
    double worst = 0.0;
    double padding = 0.0;
    for (std::size_t i = 0; i < pass.tokens().size(); ++i) {
        const SequenceToken& token = pass.tokens().all()[i];
        const double plain = expected[static_cast<std::int64_t>(i)].item<double>();
        if (token.padding) {
            padding += plain;
            REQUIRE(std::isnan(values.at(token.patch)));
        } else {
            worst = std::max(worst, std::abs(values.at(token.patch) - plain));
        }
    }
    return std::max(worst, std::abs(padding - values.padding));
}

std::vector<AskedToken> someTokens(const AttentionPass& pass) {
    std::vector<AskedToken> tokens;
    for (const std::size_t i : {std::size_t{0}, std::size_t{5}, pass.tokens().size() / 2, pass.tokens().size() - 1})
        if (!pass.tokens().all()[i].padding)
            tokens.push_back(pass.tokens().all()[i].patch);
    return tokens;
}

Tensor fused(const Tensor& heads, HeadFusion fusion) {
    return fusion == HeadFusion::Mean ? heads.mean(0) : fusion == HeadFusion::Max ? heads.amax(0) : heads.amin(0);
}

Tensor plainRollout(const PlainPass& plain, const RolloutOptions& options) {
    const auto length = plain.attentions.front().size(1);
    auto product = torch::eye(length);
    const int last = options.lastLayer.value_or(static_cast<int>(plain.attentions.size()) - 1);
    for (int layer = options.firstLayer; layer <= last; ++layer) {
        auto attention = fused(plain.attentions[static_cast<std::size_t>(layer)], options.fusion).clone();
        const auto dropped = static_cast<std::int64_t>(options.discard * static_cast<double>(length));
        for (std::int64_t row = 0; row < length; ++row) {
            const auto order = attention[row].argsort();
            for (std::int64_t i = 0; i < dropped; ++i)
                attention[row][order[i].item<std::int64_t>()] = 0.0;
        }
        attention = attention + torch::eye(length);
        product = torch::matmul(attention / attention.sum(-1, true), product);
    }
    return product;
}

} // namespace

TEST_CASE("rows and columns of all stacks are those of whole attention matrices") {
    for (const ModelMode mode : {ModelMode::HuggingFace, ModelMode::Original}) {
        const AttentionBench bench(TinyKind::PreTraining, mode);
        for (const AttentionStack stack : kStacks) {
            INFO(attentionStackName(stack));
            const auto pass = runAttentionPass(bench.subject(stack));
            const PlainPass plain = plainPass(bench.subject(stack));
            REQUIRE(pass->layers() == static_cast<int>(plain.attentions.size()));
            REQUIRE(pass->tokens().size() == static_cast<std::size_t>(plain.states[0].size(0)));
            for (int layer = 0; layer < pass->layers(); ++layer) {
                const Tensor& whole = plain.attentions[static_cast<std::size_t>(layer)];
                for (const AskedToken& token : someTokens(*pass)) {
                    const auto at = static_cast<std::int64_t>(pass->tokens().position(token));
                    const HeadChoice choices[] = {{0, HeadFusion::Mean},
                                                  {pass->heads() - 1, HeadFusion::Mean},
                                                  {std::nullopt, HeadFusion::Mean},
                                                  {std::nullopt, HeadFusion::Max},
                                                  {std::nullopt, HeadFusion::Min}};
                    for (const HeadChoice& heads : choices) {
                        const auto matrix = heads.head ? whole[*heads.head] : fused(whole, heads.fusion);
                        const auto row = pass->weights(layer, heads, token, AttentionDirection::From);
                        CHECK(difference(*pass, row, matrix[at]) < 1e-5);
                        if (heads.fusion == HeadFusion::Mean)
                            CHECK(row.sum() == Approx(1.0).margin(1e-5));
                        const auto column = pass->weights(layer, heads, token, AttentionDirection::To);
                        CHECK(difference(*pass, column, matrix.select(1, at)) < 1e-5);
                    }
                }
            }
        }
    }
}

TEST_CASE("shares and entropy of each head are means over the rows of whole matrices, and shares sum to 1") {
    const AttentionBench bench;
    for (const AttentionStack stack : kStacks) {
        INFO(attentionStackName(stack));
        const auto pass = runAttentionPass(bench.subject(stack));
        const PlainPass plain = plainPass(bench.subject(stack));
        const auto& tokens = pass->tokens().all();
        const auto group = [](const SequenceToken& token) {
            return !token.patch ? kClsTokens : token.patch->modality == Modality::Pixel ? kVideoTokens : kAudioTokens;
        };
        for (int layer = 0; layer < pass->layers(); ++layer) {
            for (int head = 0; head < pass->heads(); ++head) {
                const auto matrix = plain.attentions[static_cast<std::size_t>(layer)][head].contiguous();
                const auto weight = matrix.accessor<float, 2>();
                double share[kTokenGroups][kTokenGroups] = {};
                double rows[kTokenGroups] = {};
                double entropy = 0.0;
                for (std::size_t i = 0; i < tokens.size(); ++i) {
                    if (tokens[i].padding)
                        continue;
                    double real = 0.0;
                    for (std::size_t j = 0; j < tokens.size(); ++j)
                        real += tokens[j].padding ? 0.0 : weight[std::int64_t(i)][std::int64_t(j)];
                    for (std::size_t j = 0; j < tokens.size(); ++j) {
                        const double p = tokens[j].padding ? 0.0 : weight[std::int64_t(i)][std::int64_t(j)] / real;
                        share[group(tokens[i])][group(tokens[j])] += p;
                        entropy -= p > 0.0 ? p * std::log2(p) : 0.0;
                    }
                    rows[group(tokens[i])] += 1.0;
                }
                const HeadSummary& summary = pass->overview().at(layer, head);
                for (std::size_t from = 0; from < kTokenGroups; ++from) {
                    if (rows[from] == 0.0) {
                        CHECK(std::isnan(summary.share[from][0]));
                        continue;
                    }
                    double sum = 0.0;
                    for (std::size_t to = 0; to < kTokenGroups; ++to) {
                        CHECK(summary.share[from][to] == Approx(share[from][to] / rows[from]).margin(1e-5));
                        sum += summary.share[from][to];
                    }
                    CHECK(sum == Approx(1.0).margin(1e-5));
                }
                CHECK(summary.patchesToCls ==
                      Approx((share[kVideoTokens][kClsTokens] + share[kAudioTokens][kClsTokens]) /
                             (rows[kVideoTokens] + rows[kAudioTokens]))
                          .margin(1e-5));
                CHECK(summary.entropy == Approx(entropy / (rows[0] + rows[1] + rows[2])).margin(1e-4));
            }
        }
    }
}

TEST_CASE("rollout is the product of the layers' matrices, in both directions") {
    const AttentionBench bench;
    for (const AttentionStack stack : {AttentionStack::Encoder, AttentionStack::AudioDecoder}) {
        const auto pass = runAttentionPass(bench.subject(stack));
        const PlainPass plain = plainPass(bench.subject(stack));
        const RolloutOptions choices[] = {{HeadFusion::Mean, 0.0, 0, std::nullopt},
                                          {HeadFusion::Max, 0.0, 0, std::nullopt},
                                          {HeadFusion::Min, 0.6, 0, std::nullopt},
                                          {HeadFusion::Mean, 0.3, 1, 1}};
        for (const RolloutOptions& options : choices) {
            const auto matrix = plainRollout(plain, options);
            for (const AskedToken& token : someTokens(*pass)) {
                const auto at = static_cast<std::int64_t>(pass->tokens().position(token));
                const auto row = pass->rollout(options, token, AttentionDirection::From);
                CHECK(difference(*pass, row, matrix[at]) < 1e-5);
                CHECK(row.sum() == Approx(1.0).margin(1e-5));
                CHECK(difference(*pass, pass->rollout(options, token, AttentionDirection::To), matrix.select(1, at)) <
                      1e-5);
            }
        }
    }
}

TEST_CASE("relevance is that of whole gradients and attentions") {
    for (const TinyKind kind : {TinyKind::PreTraining, TinyKind::Classification}) {
        const AttentionBench bench(kind);
        const bool classifies = kind == TinyKind::Classification;
        const int label = classifies ? 2 : 0;
        const Relevance found = relevanceOf(*bench.checkpoint, *bench.features, label);
        const auto expected = plainRelevance(*bench.checkpoint, *bench.features, label);
        const auto pass = runAttentionPass(bench.subject(AttentionStack::Encoder));
        CHECK(difference(*pass, found.values, expected) < 1e-5 * expected.max().item<double>());
        CHECK(expected.narrow(0, 1, expected.size(0) - 1).max().item<double>() > 1e-4);
        CHECK(found.output == (classifies ? "Angry" : "picture and sound belong together"));
        if (classifies)
            CHECK_THROWS_AS(relevanceOf(*bench.checkpoint, *bench.features, 6), Exception);
    }
}

TEST_CASE("relevance of no named class is that of the greatest logit") {
    const AttentionBench bench(TinyKind::Classification);
    double best = -INFINITY;
    std::string name;
    for (int label = 0; label < 6; ++label) {
        const Relevance one = relevanceOf(*bench.checkpoint, *bench.features, label);
        if (one.logit > best) {
            best = one.logit;
            name = one.output;
        }
    }
    CHECK(relevanceOf(*bench.checkpoint, *bench.features).output == name);
}

TEST_CASE("states have their similarity, norm and principal components") {
    const AttentionBench bench;
    const auto pass = runAttentionPass(bench.subject(AttentionStack::Encoder));
    const PlainPass plain = plainPass(bench.subject(AttentionStack::Encoder));
    for (int state = 0; state <= pass->layers(); ++state) {
        const Tensor& states = plain.states[static_cast<std::size_t>(state)];
        const AskedToken token = TokenRef{Modality::Pixel, 9};
        const auto own = states[static_cast<std::int64_t>(pass->tokens().position(token))];
        const auto cosine = torch::matmul(states, own) / (states.norm(2, -1) * own.norm());
        const TokenValues similarity = pass->similarity(state, token);
        CHECK(similarity.at(token) == Approx(1.0).margin(1e-6));
        for (std::size_t i = 0; i < pass->tokens().size(); ++i) {
            const SequenceToken& other = pass->tokens().all()[i];
            if (other.padding)
                continue;
            const auto at = static_cast<std::int64_t>(i);
            CHECK(similarity.at(other.patch) == Approx(cosine[at].item<double>()).margin(1e-5));
            CHECK(pass->norms(state).at(other.patch) == Approx(states[at].norm().item<double>()).epsilon(1e-5));
        }
        // Components: variances fall, scores are uncorrelated, and their variance is the share that is named.
        const StateComponents components = pass->components(state);
        std::vector<std::int64_t> real;
        for (std::size_t i = 0; i < pass->tokens().size(); ++i)
            if (pass->tokens().all()[i].patch && !pass->tokens().all()[i].padding)
                real.push_back(static_cast<std::int64_t>(i));
        const auto patches = states.index_select(0, torch::tensor(real));
        const double all = (patches - patches.mean(0, true)).square().sum().item<double>();
        std::array<Tensor, 3> scores;
        for (std::size_t c = 0; c < 3; ++c) {
            std::vector<float> values;
            for (const std::int64_t i : real)
                values.push_back(components.values[c].at(pass->tokens().all()[std::size_t(i)].patch));
            scores[c] = torch::tensor(values);
            CHECK(scores[c].mean().item<double>() == Approx(0.0).margin(1e-3));
            CHECK(scores[c].square().sum().item<double>() / all == Approx(components.explained[c]).epsilon(1e-3));
        }
        CHECK(components.explained[0] >= components.explained[1]);
        CHECK(components.explained[1] >= components.explained[2]);
        CHECK((scores[0] * scores[1]).sum().item<double>() / all == Approx(0.0).margin(1e-4));
    }
}

TEST_CASE("a token, layer or head that is not there is named") {
    const AttentionBench bench;
    const auto masked = runAttentionPass(bench.subject(AttentionStack::MaskedEncoder));
    const auto decoder = runAttentionPass(bench.subject(AttentionStack::PixelDecoder));
    const auto hidden = std::find(bench.mask.pixel.hidden.begin(), bench.mask.pixel.hidden.end(), 1);
    const TokenRef covered{Modality::Pixel, int(hidden - bench.mask.pixel.hidden.begin())};
    const auto says = [](const auto& ask, const std::string& words) {
        try {
            ask();
            FAIL("nothing was thrown");
        } catch (const Exception& e) {
            CHECK_THAT(e.error().message(), ContainsSubstring(words));
        }
    };
    says([&] { (void)masked->weights(0, {}, covered, AttentionDirection::From); }, "The mask hides it");
    says([&] { (void)masked->weights(3, {}, std::nullopt, AttentionDirection::From); }, "no layer 3");
    says([&] { (void)masked->weights(0, {4}, std::nullopt, AttentionDirection::From); }, "no head 4");
    says([&] { (void)masked->similarity(4, std::nullopt); }, "no state 4");
    says([&] { (void)decoder->weights(0, {}, std::nullopt, AttentionDirection::From); }, "cls is not in the sequence");
    says(
        [&] {
            (void)decoder->weights(0, {}, TokenRef{Modality::Audio, 0}, AttentionDirection::From);
        },
        "other modality");
    CHECK_THROWS_AS(runAttentionPass({tinyCheckpoint(TinyKind::Classification), bench.features, bench.mask,
                                      AttentionStack::PixelDecoder}),
                    Exception);
}

TEST_CASE("a pass and a rollout stop when they are told to") {
    const AttentionBench bench;
    const auto pass = runAttentionPass(bench.subject(AttentionStack::Encoder));
    std::stop_source stop;
    stop.request_stop();
    const Job job{stop.get_token(), {}};
    const auto cancelled = [](const auto& work) {
        try {
            work();
            return false;
        } catch (const Exception& e) {
            return e.error().kind == Error::Kind::Cancelled;
        }
    };
    CHECK(cancelled([&] { const auto another = runAttentionPass(bench.subject(AttentionStack::Encoder), job); }));
    CHECK(cancelled([&] { (void)pass->rollout({}, std::nullopt, AttentionDirection::From, job); }));
    CHECK(cancelled([&] { (void)relevanceOf(*bench.checkpoint, *bench.features, {}, job); }));
}
