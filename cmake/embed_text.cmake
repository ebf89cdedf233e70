# Writes OUTPUT, a C++ source that defines `const std::string_view NAME` (qualified) with the text of INPUT.
file(READ "${INPUT}" text)
file(WRITE "${OUTPUT}"
  "#include <string_view>\n\nnamespace tongbao::bot {\nextern const std::string_view ${NAME};\n"
  "const std::string_view ${NAME} = R\"text(${text})text\";\n} // namespace tongbao::bot\n")
