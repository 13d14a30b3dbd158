#include "core/prediction/folder.h"

#include "core/analysis/engine.h"
#include "core/analysis/model_pass.h"
#include "core/analysis/predictions.h"
#include "core/base/error.h"
#include "core/media/probe.h"
#include "core/prediction/matching.h"

#include <algorithm>

namespace tvlt {

namespace {

void checkQuestion(const FolderQuestion& question, const std::vector<std::filesystem::path>& files) {
    if (files.empty())
        throwBadInput("there are no clips to ask about", "folder", "Choose a folder with clips.");
    if (question.query) {
        checkMatching(*question.request.checkpoint);
        if (!question.query->pixels && !question.query->audio)
            throwBadInput("has neither picture nor sound", question.query->clip.path.string());
    }
}

bool sameFile(const std::filesystem::path& a, const std::filesystem::path& b) {
    std::error_code ec;
    return std::filesystem::equivalent(a, b, ec) && !ec;
}

void askPairs(FolderClip& clip, const Checkpoint& checkpoint, const ClipFeatures& query, const ClipFeatures& features,
              const Job& job) {
    if (query.pixels && features.audio)
        clip.soundLogit = matchingLogit(checkpoint, query, *features.audio, job.part(0.0, 0.5));
    if (features.pixels && query.audio)
        clip.pictureLogit = matchingLogit(checkpoint, features, *query.audio, job.part(0.5, 1.0));
    if (!clip.soundLogit && !clip.pictureLogit)
        throwBadInput("has nothing that the query could be matched with", clip.path.string());
}

void askStates(FolderClip& clip, const Request& request, const std::shared_ptr<const ClipFeatures>& features,
               const Job& job) {
    clip.state = clsState(*request.checkpoint, *features, job.part(0.0, 0.4));
    const auto said = predict(request, features, job.part(0.4, 1.0));
    clip.ownLogit = said->matchingLogit;
    clip.classes = said->classes;
}

void ask(FolderClip& clip, const FolderQuestion& question, const Job& job) {
    Request request = question.request;
    request.clip = probe({{clip.path}, {}, 1.0}, job.part(0.0, 0.1));
    request.segment.reset();
    clip.duration = request.clip.duration;
    const auto features = makeFeatures(request, job.part(0.1, 0.4));
    if (!features->frames.empty())
        clip.thumbnail = std::make_shared<const Image>(features->frames[features->frames.size() / 2]);
    if (question.query)
        askPairs(clip, *request.checkpoint, *question.query, *features, job.part(0.4, 0.8));
    if (question.states)
        askStates(clip, request, features, job.part(0.8, 1.0));
}

} // namespace

void runFolder(const FolderQuestion& question, const std::vector<std::filesystem::path>& files, const Job& job,
               const std::function<void(const FolderClip&)>& onClip) {
    checkQuestion(question, files);
    for (std::size_t i = 0; i < files.size(); ++i) {
        job.check();
        job.progress(static_cast<double>(i) / static_cast<double>(files.size()),
                     "clip " + std::to_string(i + 1) + " of " + std::to_string(files.size()));
        FolderClip clip;
        clip.path = files[i];
        clip.isQuery = question.query && sameFile(files[i], question.query->clip.path);
        try {
            ask(clip, question, Job{job.stop, {}});
        } catch (const Exception& exception) {
            const Error& error = exception.error();
            if (error.kind == Error::Kind::Cancelled || error.kind == Error::Kind::OutOfMemory)
                throw;
            clip.error = error.message();
        }
        onClip(clip);
    }
    job.progress(1.0, "done");
}

const ClassScore* likeliestClass(const std::vector<ClassScore>& classes) {
    const auto found = std::max_element(classes.begin(), classes.end(),
                                        [](const ClassScore& a, const ClassScore& b) { return a.logit < b.logit; });
    return found == classes.end() ? nullptr : &*found;
}

std::optional<double> rankLogit(const FolderClip& clip, RankBy by) {
    return by == RankBy::Sound ? clip.soundLogit : clip.pictureLogit;
}

std::vector<std::size_t> ranking(const std::vector<FolderClip>& clips, RankBy by) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < clips.size(); ++i)
        if (rankLogit(clips[i], by))
            order.push_back(i);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return *rankLogit(clips[a], by) > *rankLogit(clips[b], by); });
    return order;
}

Folder rankingOf(Folder folder) {
    folder.classifier.clear();
    for (FolderClip& clip : folder.clips) {
        clip.ownLogit.reset();
        clip.state.clear();
        clip.classes.clear();
    }
    return folder;
}

Folder scatterOf(Folder folder) {
    folder.query.clear();
    for (FolderClip& clip : folder.clips) {
        clip.isQuery = false;
        clip.soundLogit.reset();
        clip.pictureLogit.reset();
    }
    return folder;
}

} // namespace tvlt
