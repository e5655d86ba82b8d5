import { describe, expect, test } from "vitest";
import { execute, executeRaw, parse } from "./template.ts";

/** As `docker inspect` has it. */
const WEB = {
  Id: "4c01db0b339c",
  Name: "/web",
  State: { Status: "running", Running: true, Pid: 1234, ExitCode: 0 },
  Config: { Env: ["PATH=/bin", "LANG=C"], Cmd: null, Labels: { b: "2", a: "1" }, "dotted.key": "x" },
  NetworkSettings: { Ports: { "80/tcp": [{ HostIp: "0.0.0.0", HostPort: "8080" }], "443/tcp": null } },
  Created: "2020-06-22T15:46:54Z",
  Size: 1.5,
  Big: 1e21,
};

describe("on JSON", () => {
  test.each<readonly [template: string, shown: string]>([
    ["plain", "plain"],
    ["{{.Name}}", "/web"],
    ["{{ .State.Status }}/{{.State.Pid}}", "running/1234"],
    ["{{.State}}", "{running true 1234 0}"],
    ["{{.Config.Env}}", "[PATH=/bin LANG=C]"],
    ["{{.Config.Cmd}} {{.NetworkSettings.Gateway}}", "[] "],
    ["{{.NetworkSettings.Ports}}", "map[443/tcp:[] 80/tcp:[{0.0.0.0 8080}]]"],
    ["{{json .Config.Cmd}}", "null"],
    ["{{json .Config.Labels}}", '{"a":"1","b":"2"}'],
    ["{{json .Name}}", '"/web"'],
    ["{{.Size}} {{.Big}}", "1.5 1e+21"],
    ['{{index .Config "dotted.key"}}', "x"],
    ['{{(index (index .NetworkSettings.Ports "80/tcp") 0).HostPort}}', "8080"],
    ["{{index .Config.Env 1}}", "LANG=C"],
    ["{{range .Config.Env}}<{{.}}>{{end}}", "<PATH=/bin><LANG=C>"],
    ["{{range $i, $e := .Config.Env}}{{$i}}={{$e}} {{end}}", "0=PATH=/bin 1=LANG=C "],
    ["{{range $k, $v := .Config.Labels}}{{$k}}:{{$v}};{{end}}", "a:1;b:2;"],
    [
      "{{range $p, $c := .NetworkSettings.Ports}}{{$p}} -> {{if $c}}{{(index $c 0).HostPort}}{{else}}-{{end}}\n{{end}}",
      "443/tcp -> -\n80/tcp -> 8080\n",
    ],
    ["{{range .Config.Cmd}}x{{else}}none{{end}}", "none"],
    ["{{with .State}}{{.Status}}{{end}}", "running"],
    ["{{with .Config.Cmd}}x{{else}}empty{{end}}", "empty"],
    ["{{if .State.Running}}up{{else}}down{{end}}", "up"],
    ['{{if not .State.Running}}a{{else if eq .State.Status "running"}}b{{else}}c{{end}}', "b"],
    ["{{if and .State.Running (gt .State.Pid 5.0)}}yes{{end}}", "yes"],
    ['{{or .Config.Cmd "default"}}', "default"],
    ["{{len .Config.Env}}", "2"],
    ['{{upper .Name}} {{.Name | lower | printf "%q"}}', '/WEB "/web"'],
    ['{{title "two words"}}', "Two Words"],
    ['{{join .Config.Env ","}}', "PATH=/bin,LANG=C"],
    ['{{split "a:b" ":"}}', "[a b]"],
    ["{{truncate .Id 4}}", "4c01"],
    ['[{{pad "x" 1 2}}]', "[ x  ]"],
    ["{{slice .Id 0 3}}", "4c0"],
    ['{{printf "%s|%5s|%-5s|%v|%d" .Name "a" "b" .State.Running 7}}', "/web|    a|b    |true|7"],
    ['{{print 1 2 "a" "b" 3}}', "1 2ab3"],
    ["{{println .Name}}", "/web\n"],
    ['{{$x := .Name}}{{$x}}{{$x = "y"}}{{$x}}', "/weby"],
    ["a {{- .Name -}} b", "a/webb"],
    ["{{/* nothing */}}x", "x"],
    ["{{`raw`}}{{\"q\\n\"}}{{'a'}}{{true}}{{0x10}}", "rawq\n97true16"],
    ['{{html "<a>"}}{{urlquery "a b"}}', "&lt;a&gt;a+b"],
    ['{{eq 1 2 1}} {{ne "a" "b"}} {{lt 1 2}} {{le 2 2}} {{gt 1 2}} {{ge 1 2}}', "true true true true false false"],
    ['{{range .Config.Env}}{{if eq . "LANG=C"}}{{break}}{{end}}{{.}}{{end}}', "PATH=/bin"],
  ])("%s", (template, shown) => {
    expect(execute(parse(template), WEB)).toBe(shown);
  });
});

describe("errors in Go's words", () => {
  test.each<readonly [template: string, message: string]>([
    ["{{.Name", "template: :1: unclosed action"],
    ["{{nosuch .Name}}", 'template: :1: function "nosuch" not defined'],
    ["{{if .Name}}x", "template: :1: unexpected EOF"],
    ["{{end}}", "template: :1: unexpected {{end}}"],
    ["{{.Name | }}", "template: :1: missing value for command"],
    ["{{$x}}", 'template: :1: undefined variable "$x"'],
    ['{{"open}}', "template: :1: unterminated quoted string"],
    ["\n\n{{)}}", "template: :3: unexpected right paren"],
    ["{{}}", "template: :1: missing value for command"],
  ])("%s does not parse", (template, message) => {
    expect(() => parse(template)).toThrow(message);
  });

  test.each<readonly [template: string, message: string]>([
    ["{{.Nosuch}}", 'template: :1:2: executing "" at <.Nosuch>: map has no entry for key "Nosuch"'],
    ["{{.State.Nosuch}}", 'template: :1:8: executing "" at <.State.Nosuch>: map has no entry for key "Nosuch"'],
    ["{{.Name.First}}", 'template: :1:7: executing "" at <.Name.First>: can\'t evaluate field First in type interface {}'],
    ["{{index .Config.Env 5}}", 'template: :1:2: executing "" at <index .Config.Env 5>: error calling index: '],
    ["{{len 3}}", 'template: :1:2: executing "" at <len 3>: error calling len: len of type int'],
    ["{{range 3.5}}{{end}}", "range can't iterate over 3.5"],
  ])("%s does not execute", (template, message) => {
    expect(() => executeRaw(parse(template), WEB)).toThrow(message);
  });
});
