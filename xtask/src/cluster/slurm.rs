//! A Slurm of one machine, started by hand in a folder, and the job array of the documentation on it.

use super::processes::{Process, wait_for};
use super::site::Site;
use super::tools;
use anyhow::{Context, ensure};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use xshell::{Shell, cmd};

const FILES: [&str; 4] = ["/usr/sbin/munged", "/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/bin/sbatch"];
const PACKAGES: [&str; 4] = ["munge", "slurmctld", "slurmd", "slurm-client"];

/// How long a daemon may take to be there.
const START: Duration = Duration::from_secs(60);
/// How long the array may take.
const END: Duration = Duration::from_secs(600);

pub(super) fn run(sh: &Shell, site: &Site) -> anyhow::Result<Vec<String>> {
    tools::need(sh, &FILES, &PACKAGES)?;
    let slurm = Slurm::start(sh, &site.folder.join("slurm"))?;
    let out = site.out("slurm-array");
    slurm.submit(site, &out)?.ends_within(END).context("the job array")?;
    let piccole = &site.piccole;
    cmd!(sh, "{piccole} merge {out}").run()?;
    let mut done = vec![site.compare(&out, "an array of 3 tasks, merged")?];

    // Cancelled in the middle and submitted again.
    let out = site.out("slurm-cancelled");
    let mut array = slurm.submit(site, &out)?;
    wait_for("some points", END, || Ok((site.lines(&out) >= 20).then_some(())))?;
    cmd!(sh, "scancel --signal=KILL --full --name=piccole").env("SLURM_CONF", &slurm.configuration).run()?;
    array.ends_within(END).context("the cancelled job array")?;
    let lines = site.lines(&out);
    ensure!(!site.has_table(&out), "the array had ended before it was cancelled");
    slurm.submit(site, &out)?.ends_within(END).context("the job array, again")?;
    cmd!(sh, "{piccole} merge {out}").run()?;
    done.push(site.compare(&out, &format!("the array killed after {lines} points and submitted again"))?);
    Ok(done)
}

/// The daemons; they end when this is dropped.
struct Slurm {
    configuration: PathBuf,
    _node: Process,
    _controller: Process,
    _munge: Process,
}

impl Slurm {
    fn start(sh: &Shell, folder: &Path) -> anyhow::Result<Self> {
        for name in ["state", "spool"] {
            fs::create_dir_all(folder.join(name))?;
        }
        let path = |name: &str| folder.join(name).display().to_string();
        let key = path("munge.key");
        cmd!(sh, "mungekey --create --keyfile {key}").run()?;
        let mut munge = Command::new("munged");
        munge.arg("--foreground").args(["--key-file", &key]);
        for (option, name) in [
            ("--socket", "munge.socket"),
            ("--pid-file", "munged.pid"),
            ("--seed-file", "munged.seed"),
            ("--log-file", "munged.log"),
        ] {
            munge.args([option, &path(name)]);
        }
        let munge = daemon(munge, folder, "munged")?;
        wait_for("the socket of munged", START, || Ok(folder.join("munge.socket").exists().then_some(())))?;

        let configuration = folder.join("slurm.conf");
        let host = cmd!(sh, "hostname -s").read()?;
        fs::write(&configuration, configure(folder, &host)?)?;
        let with = |program: &str| {
            let mut command = Command::new(program);
            command.arg("-D").arg("-f").arg(&configuration);
            command
        };
        let controller = daemon(with("slurmctld"), folder, "slurmctld")?;
        let mut node = with("slurmd");
        node.args(["-N", &host]);
        let node = daemon(node, folder, "slurmd")?;
        wait_for("an idle node", START, || {
            let states = cmd!(sh, "sinfo --noheader --format=%T").env("SLURM_CONF", &configuration);
            Ok(states.quiet().ignore_status().ignore_stderr().read()?.contains("idle").then_some(()))
        })?;
        Ok(Self { configuration, _node: node, _controller: controller, _munge: munge })
    }

    /// Submits the array of the documentation and waits for it in a process.
    fn submit(&self, site: &Site, out: &Path) -> anyhow::Result<Process> {
        let mut sbatch = Command::new("sbatch");
        sbatch.env("SLURM_CONF", &self.configuration).env("PATH", site.path()?);
        sbatch.args(["--wait", "--array=0-2"]).arg("--output").arg(site.folder.join("slurm/task-%A-%a.log"));
        Process::spawn(sbatch.arg(site.pages.join("slurm.sh")).arg(&site.plan).arg(out))
    }
}

impl Drop for Slurm {
    /// Ends jobs before the daemons that look after them.
    fn drop(&mut self) {
        for (program, arguments) in [("scancel", ["--me", "--signal=KILL"]), ("scontrol", ["shutdown", "slurmctld"])] {
            // The daemons are killed in any case; a message of theirs changes nothing.
            let _ = Command::new(program).args(arguments).env("SLURM_CONF", &self.configuration).status();
        }
    }
}

/// Starts a daemon in the foreground, its messages in a file.
fn daemon(mut command: Command, folder: &Path, name: &str) -> anyhow::Result<Process> {
    let log = File::create(folder.join(format!("{name}.out")))?;
    Process::spawn(command.stdout(log.try_clone()?).stderr(log))
}

/// A cluster of this machine: everything in one folder, by root, over the loopback interface.
fn configure(folder: &Path, host: &str) -> anyhow::Result<String> {
    let processors = std::thread::available_parallelism()?;
    let folder = folder.display();
    Ok(format!(
        "\
ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort=16817
SlurmdPort=16818
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmdParameters=config_overrides
NodeName={host} NodeAddr=127.0.0.1 CPUs={processors}
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"
    ))
}
