#pragma once

class QApplication;

namespace tvlt {

/// From now on, labels, tool tips and message boxes show their text as it is, unless somebody says that it is rich. By
/// itself Qt guesses, so that the name of a file or of a tensor could be a page with pictures and links.
void showTextPlain(QApplication& application);

} // namespace tvlt
