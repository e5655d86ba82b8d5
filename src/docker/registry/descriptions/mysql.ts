/** mysql 5.7 on Debian, with an entrypoint script that prepares the data directory. */

import { data, directory, link, program, script, text } from "#images";
import type { ImageDescription } from "../description.ts";
import { accounts, debianBase } from "./debian.ts";

const ENTRYPOINT = `#!/bin/bash
# Prepares the data directory at the first start, then becomes the server.
set -eo pipefail
shopt -s nullglob

say() {
	local kind=$1
	shift
	printf '%s [%s] [Entrypoint]: %s\\n' "$(date --rfc-3339=seconds)" "$kind" "$*"
}
note() {
	say Note "$@"
}
warn() {
	say Warning "$@" >&2
}
fail() {
	say ERROR "$@" >&2
	exit 1
}

# NAME_FILE holds the value of NAME, for secrets that shall not stand in the environment
from_file() {
	local name=$1
	local file_name=\${name}_FILE
	local value=\${2:-}
	if [ "\${!name:-}" ] && [ "\${!file_name:-}" ]; then
		fail "Both $name and $file_name are set (but are exclusive)"
	fi
	if [ "\${!name:-}" ]; then
		value=\${!name}
	elif [ "\${!file_name:-}" ]; then
		value=$(cat "\${!file_name}")
	fi
	export "$name=$value"
	unset "$file_name"
}

# Whether an argument asks for help or the version only
wants_help() {
	local one
	for one in "$@"; do
		case "$one" in
			-'?'|--help|--print-defaults|-V|--version) return 0 ;;
		esac
	done
	return 1
}

# The value of an option of the server, from its arguments or the default
option() {
	local name=$1 value=$2
	shift 2
	local one
	for one in "$@"; do
		case "$one" in
			"--$name="*) value=\${one#*=} ;;
		esac
	done
	printf '%s' "$value"
}

setup() {
	DATADIR=$(option datadir /var/lib/mysql/ "$@")
	SOCKET=$(option socket /var/run/mysqld/mysqld.sock "$@")
	from_file MYSQL_ROOT_HOST '%'
	from_file MYSQL_DATABASE
	from_file MYSQL_USER
	from_file MYSQL_PASSWORD
	from_file MYSQL_ROOT_PASSWORD
	DATABASE_ALREADY_EXISTS=
	if [ -d "$DATADIR/mysql" ]; then
		DATABASE_ALREADY_EXISTS=true
	fi
}

verify() {
	if [ -z "$MYSQL_ROOT_PASSWORD$MYSQL_ALLOW_EMPTY_PASSWORD$MYSQL_RANDOM_ROOT_PASSWORD" ]; then
		fail $'Database is uninitialized and password option is not specified\\n\\tYou need to specify one of MYSQL_ROOT_PASSWORD, MYSQL_ALLOW_EMPTY_PASSWORD and MYSQL_RANDOM_ROOT_PASSWORD'
	fi
	if [ "$MYSQL_USER" = root ]; then
		fail $'MYSQL_USER="root", MYSQL_USER and MYSQL_PASSWORD are for configuring a regular user and cannot be used for the root user\\n    Remove MYSQL_USER="root" and use one of the following to control the root user password:\\n    - MYSQL_ROOT_PASSWORD\\n    - MYSQL_ALLOW_EMPTY_PASSWORD\\n    - MYSQL_RANDOM_ROOT_PASSWORD'
	fi
	if [ -n "$MYSQL_USER" ] && [ -z "$MYSQL_PASSWORD" ]; then
		warn 'MYSQL_USER specified, but missing MYSQL_PASSWORD; MYSQL_USER will not be created'
	elif [ -z "$MYSQL_USER" ] && [ -n "$MYSQL_PASSWORD" ]; then
		warn 'MYSQL_PASSWORD specified, but missing MYSQL_USER; MYSQL_PASSWORD will be ignored'
	fi
}

make_directories() {
	mkdir -p "$DATADIR" "\${SOCKET%/*}"
	if [ "$(id -u)" = 0 ]; then
		chown -R mysql "$DATADIR" "\${SOCKET%/*}"
	fi
}

initialize() {
	note "Initializing database files"
	"$@" --initialize-insecure --datadir="$DATADIR"
	note "Database files initialized"
}

# Feeds SQL from standard input to the temporary server; the password counts once it is set
sql() {
	local use=
	if [ "\${1:-}" = --no-password ]; then
		shift
		MYSQL_PWD= mysql --protocol=socket -uroot -hlocalhost --socket="$SOCKET" "$@"
		return
	fi
	if [ -n "$MYSQL_DATABASE" ]; then
		use=$MYSQL_DATABASE
	fi
	MYSQL_PWD=$MYSQL_ROOT_PASSWORD mysql --protocol=socket -uroot -hlocalhost --socket="$SOCKET" \${use:+"$use"} "$@"
}

quoted() {
	local value=\${1//\\\\/\\\\\\\\}
	printf '%s' "\${value//\\'/\\\\\\'}"
}

create_accounts() {
	if [ -n "$MYSQL_RANDOM_ROOT_PASSWORD" ]; then
		MYSQL_ROOT_PASSWORD=$(head -c 24 /dev/urandom | base64)
		export MYSQL_ROOT_PASSWORD
		note "GENERATED ROOT PASSWORD: $MYSQL_ROOT_PASSWORD"
	fi
	local password remote=
	password=$(quoted "$MYSQL_ROOT_PASSWORD")
	if [ -n "$MYSQL_ROOT_HOST" ] && [ "$MYSQL_ROOT_HOST" != localhost ]; then
		remote="CREATE USER 'root'@'$MYSQL_ROOT_HOST' IDENTIFIED BY '$password'; GRANT ALL ON *.* TO 'root'@'$MYSQL_ROOT_HOST' WITH GRANT OPTION;"
	fi
	sql --no-password <<-END
		ALTER USER 'root'@'localhost' IDENTIFIED BY '$password';
		GRANT ALL ON *.* TO 'root'@'localhost' WITH GRANT OPTION;
		$remote
		DROP DATABASE IF EXISTS test;
		FLUSH PRIVILEGES;
	END
	if [ -n "$MYSQL_DATABASE" ]; then
		note "Creating database $MYSQL_DATABASE"
		MYSQL_DATABASE= sql <<< "CREATE DATABASE IF NOT EXISTS \\\`$MYSQL_DATABASE\\\`;"
	fi
	if [ -n "$MYSQL_USER" ] && [ -n "$MYSQL_PASSWORD" ]; then
		note "Creating user $MYSQL_USER"
		sql <<< "CREATE USER '$MYSQL_USER'@'%' IDENTIFIED BY '$(quoted "$MYSQL_PASSWORD")';"
		if [ -n "$MYSQL_DATABASE" ]; then
			note "Giving user $MYSQL_USER access to schema $MYSQL_DATABASE"
			sql <<< "GRANT ALL ON \\\`$MYSQL_DATABASE\\\`.* TO '$MYSQL_USER'@'%';"
		fi
	fi
}

# Scripts and SQL that an image or volume puts here run once
run_files() {
	local file
	for file in /docker-entrypoint-initdb.d/*; do
		case "$file" in
			*.sh)
				if [ -x "$file" ]; then
					note "$0: running $file"
					"$file"
				else
					note "$0: sourcing $file"
					. "$file"
				fi
				;;
			*.sql) note "$0: running $file"; sql < "$file"; echo ;;
			*.sql.gz) note "$0: running $file"; gunzip -c "$file" | sql; echo ;;
			*) warn "$0: ignoring $file" ;;
		esac
		echo
	done
}

main() {
	if [ "\${1:0:1}" = - ]; then
		set -- mysqld "$@"
	fi
	if [ "$1" = mysqld ] && ! wants_help "$@"; then
		note "Entrypoint script for MySQL Server \${MYSQL_VERSION} started."
		setup "$@"
		make_directories
		if [ "$(id -u)" = 0 ]; then
			note "Switching to dedicated user 'mysql'"
			exec gosu mysql "$0" "$@"
		fi
		if [ -z "$DATABASE_ALREADY_EXISTS" ]; then
			verify
			initialize "$@"
			note "Starting temporary server"
			if ! "$@" --daemonize --skip-networking --socket="$SOCKET"; then
				fail "Unable to start server."
			fi
			note "Temporary server started."
			create_accounts
			echo
			run_files
			note "Stopping temporary server"
			if ! MYSQL_PWD=$MYSQL_ROOT_PASSWORD mysqladmin shutdown -uroot --socket="$SOCKET"; then
				fail "Unable to shut down server."
			fi
			note "Temporary server stopped"
			echo
			note "MySQL init process done. Ready for start up."
			echo
		fi
	fi
	exec "$@"
}

main "$@"
`;

const CONFIG = `[mysqld]
pid-file	= /var/run/mysqld/mysqld.pid
socket		= /var/run/mysqld/mysqld.sock
datadir		= /var/lib/mysql
secure-file-priv= NULL
symbolic-links=0
`;

const MAJOR = "5.7";
const VERSION = "5.7.31-1debian10";
const step = (by: string) => ({ by: `/bin/sh -c #(nop)  ${by}` });

export const mysql: ImageDescription = {
  repository: "library/mysql",
  tags: [MAJOR, "5", "5.7.31"],
  created: "2020-08-04T16:26:15.379163911Z",
  builder: { kind: "classic", version: "18.09.7", container: "c3ef0bfb6b1a47a1f7b8d0b0dbec0bdbf9d3fd18b06fb5cf2bb3b6e1fa3c1a04" },
  config: {
    ExposedPorts: { "3306/tcp": {}, "33060/tcp": {} },
    Env: [
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      "GOSU_VERSION=1.12",
      `MYSQL_MAJOR=${MAJOR}`,
      `MYSQL_VERSION=${VERSION}`,
    ],
    Cmd: ["mysqld"],
    Volumes: { "/var/lib/mysql": {} },
    Entrypoint: ["docker-entrypoint.sh"],
  },
  steps: [
    debianBase,
    {
      by: "/bin/sh -c groupadd -r mysql && useradd -r -g mysql mysql",
      layer: {
        files: accounts("mysql:x:999:999::/home/mysql:/bin/sh\n", "mysql:x:999:\n"),
        size: 329_145,
        filling: ["var/log/faillog", "var/log/lastlog"],
        download: 355_631,
      },
    },
    step("ENV GOSU_VERSION=1.12"),
    step(`ENV MYSQL_MAJOR=${MAJOR}`),
    step(`ENV MYSQL_VERSION=${VERSION}`),
    {
      by: "/bin/sh -c { \t\techo mysql-community-server mysql-community-server/data-dir select ''; \t} | debconf-set-selections \t&& apt-get update && apt-get install -y mysql-server=\"${MYSQL_VERSION}\" openssl perl pwgen gosu && rm -rf /var/lib/apt/lists/* \t&& rm -rf /var/lib/mysql && mkdir -p /var/lib/mysql /var/run/mysqld \t&& chown -R mysql:mysql /var/lib/mysql /var/run/mysqld \t&& chmod 1777 /var/run/mysqld /var/lib/mysql",
      layer: {
        files: {
          "usr/sbin/mysqld": program("mysqld", 252_385_976),
          "usr/bin/mysql": program("mysql", 10_262_072),
          "usr/bin/mysqladmin": program("mysqladmin", 9_336_112),
          "usr/bin/mysqldump": program("mysqldump", 9_476_936),
          "usr/local/bin/gosu": program("gosu", 2_314_240),
          "usr/bin/openssl": data(736_776, { mode: 0o755 }),
          "usr/bin/pwgen": data(23_000, { mode: 0o755 }),
          "var/lib/mysql": directory(0o1777, 999, 999),
          "run/mysqld": directory(0o1777, 999, 999),
          "var/lib/mysql-files": directory(0o770, 999, 999),
          "docker-entrypoint-initdb.d": directory(),
          "etc/mysql/my.cnf": link("/etc/alternatives/my.cnf"),
          "etc/alternatives/my.cnf": link("/etc/mysql/mysql.cnf"),
          "etc/mysql/mysql.cnf": text("!includedir /etc/mysql/conf.d/\n!includedir /etc/mysql/mysql.conf.d/\n"),
          "etc/mysql/conf.d/mysql.cnf": text("[mysql]\n"),
          "etc/mysql/conf.d/docker.cnf": text("[mysqld]\nskip-host-cache\nskip-name-resolve\n"),
          "etc/mysql/mysql.conf.d/mysqld.cnf": text(CONFIG),
          "usr/share/mysql/errmsg-utf8.txt": data(610_000),
          "home/mysql": directory(0o755, 999, 999),
        },
        size: 378_320_111,
        filling: [
          "usr/lib/x86_64-linux-gnu/libmysqlclient.so.20.3.18",
          "usr/lib/x86_64-linux-gnu/libperl.so.5.28.1",
          "usr/share/perl/5.28.1/unicore.tar",
          "usr/lib/mysql/plugin/plugins.tar",
        ],
        download: 127_812_096,
      },
    },
    step("VOLUME [/var/lib/mysql]"),
    {
      by: "/bin/sh -c #(nop) COPY file:c7e6ebd1c87b9d0d0d5cb1e4cbe1b0a96bfa10d9d64a5a4b8a1c0b4e0df40b2a in /usr/local/bin/ ",
      layer: {
        files: { "usr/local/bin/docker-entrypoint.sh": script(ENTRYPOINT), "entrypoint.sh": link("usr/local/bin/docker-entrypoint.sh") },
        download: 4872,
      },
    },
    step('ENTRYPOINT ["docker-entrypoint.sh"]'),
    step("EXPOSE 3306 33060"),
    step('CMD ["mysqld"]'),
  ],
};
