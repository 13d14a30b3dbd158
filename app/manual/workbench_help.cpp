#include "app/manual/program_help.h"
#include "app/workbench/launch_options.h"

#include <QCommandLineParser>

namespace tvlt {

ProgramHelp workbenchHelp() {
    QCommandLineParser parser;
    HelpGroup options;
    for (const QCommandLineOption& option : addLaunchOptions(parser)) {
        HelpOption help;
        for (const QString& name : option.names())
            help.names.push_back((name.size() == 1 ? "-" : "--") + name.toStdString());
        help.value = option.valueName().toStdString();
        help.text = option.description().toStdString();
        options.options.push_back(std::move(help));
    }
    return {"tvlt-workbench", parser.applicationDescription().toStdString(), {}, {std::move(options)}, {}};
}

} // namespace tvlt
