#include "bot/commands/families.hpp"
#include "bot/commands/persons/look_up_person.hpp"

namespace tongbao::bot {

std::vector<Command> persons_family()
{
    return {
        {.name = looks_command,
         .aliases = {"个人", "查人"},
         .arguments = {{.name = "姓名/工号"},
                       {.name = "期间", .kind = ArgumentKind::period, .optional = true},
                       {.name = "理由", .kind = ArgumentKind::rest, .optional = true}},
         .summary = "职责范围内一位成员的学习情况；每次查看都有记录，本人看得到；秘书处须写理由",
         .example = "查个人 20180123 第38周",
         .roles = "UAOBS",
         .answers_in_private = true,
         .looks_at_persons = true,
         .handler = look_up_person},
    };
}

} // namespace tongbao::bot
