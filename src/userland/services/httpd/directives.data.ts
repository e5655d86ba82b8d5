/** Directives that are accepted and mean nothing here, in lower case. */
export const KNOWN_DIRECTIVES: ReadonlySet<string> = new Set(
  `loadmodule serveradmin allowoverride loglevel scriptalias typesconfig addhandler addoutputfilter addencoding mimemagicfile
enablemmap enablesendfile requestheader header timeout keepalive maxkeepaliverequests keepalivetimeout usecanonicalname
accessfilename hostnamelookups traceenable addicon addiconbytype addiconbyencoding defaulticon indexoptions indexignore
readmename headername adddescription minsparethreads maxsparethreads threadsperchild maxrequestworkers maxconnectionsperchild
setenvif setenvifnocase browsermatch order allow deny satisfy serveralias rewriteengine rewriterule rewritecond
fallbackresource setenv passenv unsetenv define undefine mutex threadlimit serverlimit languagepriority addlanguage
addcharset adddefaultcharset forcetype sethandler scriptsock setoutputfilter addoutputfilterbytype expiresactive
expiresbytype expiresdefault contentdigest fileetag authtype authname authuserfile authgroupfile proxypass proxypassreverse
proxyrequests proxypreservehost limitrequestbody limitrequestfields limitrequestline gracefulshutdowntimeout listenbacklog
acceptfilter errorlogformat namevirtualhost sslengine sslrandomseed protocols extendedstatus directoryslash aliasmatch
redirectmatch scriptaliasmatch requestreadtimeout maxmemfree coredumpdirectory serverpath`.split(/\s+/),
);
