#include "bot/render/templates.hpp"

#include <iostream>

/// Prints the secretaries' guide: `build/write_template_guide > docs/zh/模板指南.md` after a change of the
/// placeholders.
int main()
{
    std::cout << tongbao::bot::template_guide();
}
