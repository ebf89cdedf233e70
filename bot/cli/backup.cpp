#include "store/backup.hpp"
#include "bot/cli/cli.hpp"
#include "bot/cli/opening.hpp"
#include "bot/cli/progress_bar.hpp"
#include "bot/clock.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tongbao::bot::cli {

int backup(const BackupArguments& arguments)
{
    const auto config = open_config(arguments.config, Secrets::unread);
    if (!config)
        return bad_config;
    ProgressBar bar("copying");
    const auto made = store::back_up(config->store_path.string(), arguments.file.string(), SystemClock().now(),
                                     [&bar](int copied, int total) { bar.show(copied, total); });
    if (arguments.json)
        fmt::print(
            "{}\n",
            nlohmann::ordered_json{{"file", arguments.file.string()}, {"bytes", made.bytes}, {"schema", made.schema}}
                .dump(2));
    else
        fmt::print("{}: {} bytes, schema {}, every page checked\n", arguments.file.string(), made.bytes, made.schema);
    return done;
}

} // namespace tongbao::bot::cli
