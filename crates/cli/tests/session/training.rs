//! `train`: histories, checkpoints, and what is refused.

use super::checkpoints::{catches_interrupts, end, send, start, wait_for};
use super::{Session, header};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

const DATA: &str = "[data]\ntrain = 200\ntest = 100\n";
const NETWORK: &str = "[network]\nhidden = [16]\ndropout = 0.1\n";
const SGD: &str = "optimizer = { sgd = { learning_rate = 0.1, momentum = 0.5 } }\n";

/// A folder with a plan of some epochs, of ten steps each.
fn session(epochs: usize) -> Session {
    let session = Session::new();
    write_plan(&session, epochs, SGD);
    session
}

fn write_plan(session: &Session, epochs: usize, rest: &str) {
    let plan = format!("seed = 1\n{DATA}{NETWORK}[training]\nbatch = 20\nepochs = {epochs}\ncheck_every = 2\n{rest}");
    fs::write(session.path("plan.toml"), plan).unwrap();
}

fn replace_in_plan(session: &Session, old: &str, new: &str) {
    let plan = fs::read_to_string(session.path("plan.toml")).unwrap();
    assert!(plan.contains(old), "{plan}");
    fs::write(session.path("plan.toml"), plan.replace(old, new)).unwrap();
}

#[test]
fn a_training_leaves_its_history_and_its_weights() {
    let session = session(5);
    let rows = session.run("train plan.toml --format json --weights-out w.npy").rows(0);
    let column = |name: &str| rows.iter().map(|row| row[name].clone()).collect::<Vec<_>>();
    assert_eq!(column("step"), [0, 20, 40, 50]);
    assert_eq!(column("epoch"), [0.0, 2.0, 4.0, 5.0]);
    assert_eq!(column("stop"), [None, None, None, Some("epochs")].map(serde_json::Value::from));
    let number = |k: usize, name: &str| rows[k][name].as_f64().unwrap();
    assert!(number(3, "loss") < 0.6 * number(0, "loss") && number(3, "error") < 0.3, "{rows:?}");
    assert!(number(3, "test_error") < 0.5 && number(0, "test_error") > 0.7, "{rows:?}");
    // 49·16 + 16 + 16·10 + 10 numbers of eight bytes behind a header of 128.
    assert_eq!(fs::read(session.path("w.npy")).unwrap().len(), 128 + 8 * 970);
    assert!(fs::read_to_string(session.path("w.npy.toml")).unwrap().contains("pooling = 4"));
    let csv = session.run("train plan.toml").exits(0);
    assert_eq!(header(&csv), ["step", "epoch", "loss", "error", "test_error", "stop"]);

    write_plan(&session, 1000, &format!("stop_loss = 0.5\n{SGD}"));
    let rows = session.run("train plan.toml --format json").rows(0);
    let last = rows.last().unwrap();
    assert!(last["stop"] == "loss-below" && last["loss"].as_f64().unwrap() < 0.5, "{last:?}");
}

#[test]
fn interrupted_and_killed_trainings_end_as_one_that_was_not() {
    let session = session(300);
    let whole = session.run("train plan.toml --weights-out whole.npy").exits(0);
    let line = "train plan.toml --checkpoint run.ck --weights-out w.npy";
    for signal in ["-INT", "-TERM", "-KILL"] {
        let child = start(&session, line);
        wait_for("a checkpoint", || session.path("run.ck").exists());
        send(&child, signal);
        let ran = end(child, line);
        if signal == "-KILL" {
            assert_eq!(ran.output.status.code(), None);
        } else {
            assert_eq!(ran.exits(1), "", "no rows yet");
            assert!(ran.stderr().contains("interrupted after step"), "{}", ran.stderr());
        }
        assert!(!session.path("w.npy").exists());
        let resumed = session.run(line);
        assert_eq!(resumed.exits(0), whole, "{signal}");
        assert!(resumed.stderr().contains("going on after step"), "{}", resumed.stderr());
        assert_eq!(fs::read(session.path("w.npy")).unwrap(), fs::read(session.path("whole.npy")).unwrap());
        fs::remove_file(session.path("w.npy")).unwrap();
        fs::remove_file(session.path("run.ck")).unwrap();
    }
}

#[test]
fn a_finished_training_goes_on_to_more_epochs() {
    let session = session(40);
    let whole = session.run("train plan.toml").exits(0);
    write_plan(&session, 20, SGD);
    session.run("train plan.toml --checkpoint run.ck").exits(0);
    write_plan(&session, 40, SGD);
    let further = session.run("train plan.toml --checkpoint run.ck");
    assert_eq!(further.exits(0), whole);
    assert!(further.stderr().contains("going on after step 200"), "{}", further.stderr());
}

#[test]
fn without_a_checkpoint_an_interruption_leaves_the_rows_so_far() {
    let session = session(1_000_000);
    let line = "train plan.toml --format json";
    let child = start(&session, line);
    wait_for("the handler", || catches_interrupts(&child));
    send(&child, "-INT");
    let rows = end(child, line).rows(1);
    assert_eq!(rows.last().unwrap()["stop"], "interrupted");
}

#[test]
fn checkpoints_of_other_trainings_and_damaged_ones_are_refused_by_name() {
    let session = session(2);
    let line = "train plan.toml --checkpoint run.ck";
    session.run(line).exits(0);
    let changes = [
        ("seed = 1", "seed = 2", "seed is 1 there and 2 here"),
        ("[16]", "[16, 8]", "network.hidden is [16] there and [16,8] here"),
        ("dropout = 0.1", "dropout = 0.2", "network.dropout is 0.1 there and 0.2 here"),
        ("batch = 20", "batch = 25", "training.batch is 20 there and 25 here"),
        ("rate = 0.1", "rate = 0.2", "training.optimizer.sgd.learning_rate is 0.1 there and 0.2 here"),
        ("train = 200", "train = 199", "data.train is 200 there and 199 here"),
    ];
    for (old, new, words) in changes {
        replace_in_plan(&session, old, new);
        session.run(line).refused_with(&["run.ck", words, "start afresh"]);
        replace_in_plan(&session, new, old);
    }
    // The same plan with other images.
    let folder = images(&session);
    let data = fs::read(folder.join("t10k-images-idx3-ubyte.gz")).unwrap();
    let labels = fs::read(folder.join("t10k-labels-idx1-ubyte.gz")).unwrap();
    session.run("train plan.toml --data images --checkpoint folder.ck").exits(0);
    fs::write(folder.join("train-images-idx3-ubyte.gz"), data).unwrap();
    fs::write(folder.join("train-labels-idx1-ubyte.gz"), labels).unwrap();
    session.run("train plan.toml --data images --checkpoint folder.ck").refused_with(&["folder.ck", "images_blake3"]);
    let whole = fs::read(session.path("run.ck")).unwrap();
    for damaged in [&whole[..whole.len() - 1], &whole[..20], b"", b"something else\n"] {
        fs::write(session.path("run.ck"), damaged).unwrap();
        session.run(line).refused_with(&["run.ck", "damaged"]);
    }
}

#[test]
fn a_training_that_diverges_says_where_and_keeps_the_last_good_state() {
    let session = Session::new();
    write_plan(&session, 50, "optimizer = { sgd = { learning_rate = 50.0 } }\n");
    let ran = session.run("train plan.toml --format json --checkpoint run.ck --weights-out w.npy");
    let rows = ran.rows(1);
    let last = rows.last().unwrap();
    assert!(last["stop"] == "diverged" && last["error"].is_null(), "{last:?}");
    let step = last["step"].as_u64().unwrap();
    assert!(ran.stderr().contains(&format!("after {step} steps")), "{}", ran.stderr());
    let good = rows[rows.len() - 2]["step"].as_u64().unwrap();
    assert!(good < step && ran.stderr().contains(&format!("those of step {good}")), "{}", ran.stderr());
    let numbers = fs::read(session.path("w.npy")).unwrap()[128..].to_vec();
    assert!(numbers.chunks_exact(8).all(|bytes| f64::from_le_bytes(bytes.try_into().unwrap()).is_finite()));
    let again = session.run("train plan.toml --format json --checkpoint run.ck");
    assert_eq!(again.rows(1), rows);
    assert!(again.stderr().contains(&format!("going on after step {good}")), "{}", again.stderr());
}

#[test]
fn a_full_disk_keeps_the_old_checkpoint() {
    let session = session(4);
    session.run("train plan.toml --checkpoint run.ck").exits(0);
    let before = fs::read(session.path("run.ck")).unwrap();
    write_plan(&session, 8, SGD);
    // A file may have no byte: the system refuses to write as it does on a full disk.
    let limited = format!(
        "trap '' XFSZ; ulimit -f 0; exec {} train plan.toml --checkpoint run.ck",
        env!("CARGO_BIN_EXE_piccole")
    );
    let mut shell = Command::new("sh");
    shell.args(["-c", &limited]).current_dir(session.path("")).stdout(Stdio::piped()).stderr(Stdio::piped());
    let ran = end(shell.spawn().unwrap(), &limited);
    assert_eq!(ran.exits(1).lines().count(), 6, "a header and five rows");
    assert!(ran.stderr().contains("no checkpoint: cannot write run.ck"), "{}", ran.stderr());
    assert!(ran.stderr().contains("the end of the training is in no checkpoint"), "{}", ran.stderr());
    assert_eq!(fs::read(session.path("run.ck")).unwrap(), before);
    assert_eq!(session.files(), ["plan.toml", "run.ck"]);
    let limited = limited.replace("--checkpoint run.ck", "--weights-out w.npy");
    let mut shell = Command::new("sh");
    shell.args(["-c", &limited]).current_dir(session.path("")).stdout(Stdio::piped()).stderr(Stdio::piped());
    let ran = end(shell.spawn().unwrap(), &limited);
    assert!(!ran.output.status.success() && ran.stderr().contains("cannot write w.npy"), "{}", ran.stderr());
    assert_eq!(session.files(), ["plan.toml", "run.ck"]);
}

/// A folder with the images that come with the program.
fn images(session: &Session) -> std::path::PathBuf {
    let folder = session.path("images");
    fs::create_dir(&folder).unwrap();
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/fashion-mnist");
    for part in ["train", "t10k"] {
        for name in [format!("{part}-images-idx3-ubyte.gz"), format!("{part}-labels-idx1-ubyte.gz")] {
            fs::copy(own.join(&name), folder.join(&name)).unwrap();
        }
    }
    folder
}

#[test]
fn images_that_are_none_are_refused_by_name() {
    let session = session(2);
    let line = "train plan.toml --data images --weights-out w.npy";
    session.run(line).refused_with(&["cannot read", "images/train-images-idx3-ubyte"]);
    let folder = images(&session);
    session.run(line).exits(0);
    fs::remove_file(session.path("w.npy")).unwrap();
    let place = |name: &str| folder.join(format!("{name}.gz"));
    let (pixels, labels) = (place("train-images-idx3-ubyte"), place("train-labels-idx1-ubyte"));
    let bytes = fs::read(&pixels).unwrap();
    fs::write(&pixels, &bytes[..bytes.len() / 2]).unwrap();
    session.run(line).refused_with(&["train-images-idx3-ubyte.gz", "gzip"]);
    // Labels where images should be, other labels than images, and files in no such format.
    fs::copy(&labels, &pixels).unwrap();
    session.run(line).refused_with(&["train-images-idx3-ubyte.gz", "1 dimension(s), expected"]);
    fs::write(&pixels, &bytes).unwrap();
    fs::copy(place("t10k-labels-idx1-ubyte"), &labels).unwrap();
    session.run(line).refused_with(&["train-labels-idx1-ubyte.gz", "4000 inputs and 1000 targets"]);
    fs::write(&labels, "not an IDX file").unwrap();
    session.run(line).refused_with(&["train-labels-idx1-ubyte.gz", "an IDX file has two zero bytes"]);
    assert!(!session.path("w.npy").exists());
}

#[test]
fn what_a_plan_of_a_training_gets_wrong_is_named() {
    let session = session(2);
    let refused = |old: &str, new: &str, words: &[&str]| {
        replace_in_plan(&session, old, new);
        session.run("train plan.toml").refused_with(&[&["plan.toml"], words].concat());
        write_plan(&session, 2, SGD);
    };
    refused("hidden = [16]", "hidden = [16, 0]", &["line 6", "0, expected a whole number from 1"]);
    refused("dropout = 0.1", "dropout = 1.0", &["line 7", "[0, 1)"]);
    refused("dropout = 0.1", "residual = true", &["line 7", "unknown field `residual`", "`skip`"]);
    refused("rate = 0.1", "rate = nan", &["a learning rate"]);
    refused("sgd =", "adam =", &["unknown variant `adam`"]);
    refused("batch = 20\n", "", &["missing field `batch`"]);
    replace_in_plan(&session, "train = 200", "pooling = 3");
    session.run("train plan.toml").refused_with(&["28 x 28", "by 3"]);
    session.run("train no-such.toml").refused_with(&["no-such.toml"]);
    session.run("train plan.toml --checkpoint no-such-folder/run.ck").refused_with(&["no-such-folder"]);
}
