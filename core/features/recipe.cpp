#include "core/features/recipe.h"

#include "core/base/error.h"

namespace tvlt {

std::string_view recipeName(Recipe recipe) {
    switch (recipe) {
    case Recipe::Hf:
        return "hf";
    case Recipe::Original:
        return "original";
    case Recipe::Auto:
        break;
    }
    return "auto";
}

Recipe recipeFromName(std::string_view name) {
    for (const Recipe recipe : {Recipe::Auto, Recipe::Hf, Recipe::Original})
        if (recipeName(recipe) == name)
            return recipe;
    throwBadInput("there is no recipe \"" + std::string(name) + "\"", "recipe", "Use auto, hf or original.");
}

} // namespace tvlt
