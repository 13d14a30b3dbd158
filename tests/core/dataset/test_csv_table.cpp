#include "core/dataset/csv_table.h"
#include "tests/core/dataset/error_of.h"

using namespace tvlt;

namespace {
using Fields = std::vector<std::string>;
}

TEST_CASE("quotes, commas, line ends and a byte order mark are read as RFC 4180 has them") {
    const CsvTable table = parseCsv("\xEF\xBB\xBF"
                                    "file,label\r\n"
                                    "\"a, b.mp4\",\"say \"\"hi\"\"\"\r\n"
                                    "\r\n"
                                    "\"two\nlines\",\n"
                                    ",last",
                                    "labels.csv");
    CHECK(table.columns == Fields{"file", "label"});
    REQUIRE(table.rows.size() == 3);
    CHECK(table.rows[0].fields == Fields{"a, b.mp4", "say \"hi\""});
    CHECK(table.rows[1].fields == Fields{"two\nlines", ""});
    CHECK(table.rows[2].fields == Fields{"", "last"});
    CHECK(table.place(table.rows[0]) == "labels.csv, line 2");
    CHECK(table.place(table.rows[1]) == "labels.csv, line 4");
    CHECK(table.place(table.rows[2]) == "labels.csv, line 6");
    CHECK(table.column("label") == 1);
    says(errorOf([&] { return table.column("class"); }), "file, label");
}

TEST_CASE("a broken table is an error that says the line") {
    const auto parse = [](const char* text) { return errorOf([text] { return parseCsv(text, "t.csv"); }); };
    says(parse("a,b\n1,2\n\"3,4\n5,6\n"), "t.csv, line 3");
    says(parse("a,b\n1,\"2\"x\n"), "t.csv, line 2");
    const std::string lengths = parse("a,b\n1,2\n1,2,3\n");
    says(lengths, "t.csv, line 3");
    says(lengths, "3 fields");
    says(parse(""), "no rows");
    says(parse("a,b\n\n"), "no rows");
}
