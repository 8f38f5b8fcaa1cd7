//! A PostgreSQL cluster of the tests' own, on a free port, gone when the tests are.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// Starts a cluster, says so, waits until its own input is closed, and takes everything away. The input closes
/// when the test process ends, however it ends.
const SCRIPT: &str = r#"
set -e
folder=$(mktemp -d /tmp/dampingan-postgres.XXXXXX)
if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; as="setpriv --reuid=postgres --regid=postgres --clear-groups"; fi
cd "$folder"
$as "$BIN/initdb" -D "$folder/data" -U test -A trust -E UTF8 --locale=C --no-sync >/dev/null
$as "$BIN/pg_ctl" -D "$folder/data" -w -s -l "$folder/log" \
  -o "-p $PORT -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c max_connections=200" start </dev/null
echo ready
cat >/dev/null || true
$as "$BIN/pg_ctl" -D "$folder/data" -s -m immediate stop </dev/null || true
rm -rf "$folder"
"#;

/// A running cluster.
#[derive(Debug)]
pub struct Cluster {
    port: u16,
    /// Its standard input keeps the cluster alive.
    _keeper: Child,
}

impl Cluster {
    /// The cluster of this process, started when it is first asked for.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    fn start() -> Self {
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = free.local_addr().expect("its number").port();
        drop(free);
        let mut keeper = Command::new("sh")
            .args(["-c", SCRIPT])
            .env("BIN", programs())
            .env("PORT", port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("sh");
        let mut said = String::new();
        let output = keeper.stdout.take().expect("its output");
        BufReader::new(output).read_line(&mut said).expect("its first line");
        assert_eq!(said.trim(), "ready", "the PostgreSQL cluster does not start; see the messages above");
        Self { port, _keeper: keeper }
    }

    /// URL of a database of the cluster.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("postgres://test@127.0.0.1:{}/{database}", self.port)
    }
}

/// The folder of initdb and `pg_ctl`; Debian keeps them out of the path, by version.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().filter_map(Result::ok);
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    folders.sort();
    let found = folders.into_iter().rev().find(|folder| folder.join("initdb").exists());
    found.expect("PostgreSQL's programs; on Debian they are in the package postgresql")
}
