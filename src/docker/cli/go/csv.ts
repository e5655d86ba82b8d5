/** encoding/csv: the fields of one line. Throws an Error with Go's text. */
export function csvFields(line: string): string[] {
  if (line === "") throw new Error("EOF");
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (line[at] === '"') {
      let value = "";
      at++;
      for (;;) {
        const end = line.indexOf('"', at);
        if (end < 0) throw new Error(`parse error on line 1, column ${line.length + 1}: extraneous or missing " in quoted-field`);
        value += line.slice(at, end);
        at = end + 1;
        if (line[at] === '"') {
          value += '"';
          at++;
        } else if (at >= line.length || line[at] === ",") break;
        else throw new Error(`parse error on line 1, column ${at}: extraneous or missing " in quoted-field`);
      }
      fields.push(value);
    } else {
      const comma = line.indexOf(",", at);
      const value = comma < 0 ? line.slice(at) : line.slice(at, comma);
      const bare = value.indexOf('"');
      if (bare >= 0) throw new Error(`parse error on line 1, column ${at + bare + 1}: bare " in non-quoted-field`);
      fields.push(value);
      at += value.length;
    }
    if (at >= line.length) return fields;
    at++;
    if (at === line.length) {
      fields.push("");
      return fields;
    }
  }
}
