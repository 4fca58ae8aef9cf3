#!/bin/bash
# Makes the store of base images that this image carries: /store, from the root file systems in /seed.
# Runs while the image is built, without any right to mount: packing an image needs none, and ids are written down as
# the learner's user namespace will read them (root there is the learner here).
set -eu

pack() { # FOLDER TAR
  tar -C "$1" --numeric-owner --sort=name --exclude=./dev/* --exclude=./proc/* --exclude=./sys/* --exclude=./.dockerenv \
    --exclude=./var/lib/apt/lists/* --exclude=./var/cache/debconf/*-old -cf "$2" .
}
digest() { sha256sum "$1" | cut -d' ' -f1; }

mkdir -p /archive /seed/added
pack /seed/debian /archive/debian.tar
# The second image is the first one plus what was added to it, so that both share a layer.
rsync -aHc --compare-dest=/seed/debian/ --exclude=/dev/* --exclude=/proc/* --exclude=/sys/* /seed/python/ /seed/added/
find /seed/added -depth -type d -empty -delete
pack /seed/added /archive/python.tar

path='PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
debian="sha256:$(digest /archive/debian.tar)"
python="sha256:$(digest /archive/python.tar)"
# Without a time for each layer, a later build takes none of its own layers again: it compares the history with this.
time=2026-01-01T00:00:00Z
cat >/archive/debian.json <<E
{"created":"$time","architecture":"$ARCH","os":"linux","config":{"Env":["$path"],"Cmd":["bash"]},
 "rootfs":{"type":"layers","diff_ids":["$debian"]},"history":[{"created":"$time","created_by":"Debian bookworm"}]}
E
cat >/archive/python.json <<E
{"created":"$time","architecture":"$ARCH","os":"linux","config":{"Env":["$path","PYTHONUNBUFFERED=1"],"Cmd":["python3"]},
 "rootfs":{"type":"layers","diff_ids":["$debian","$python"]},
 "history":[{"created":"$time","created_by":"Debian bookworm"},{"created":"$time","created_by":"Python 3.11 of Debian"}]}
E
cat >/archive/manifest.json <<E
[{"Config":"debian.json","RepoTags":["docker.io/library/debian:bookworm-slim"],"Layers":["debian.tar"]},
 {"Config":"python.json","RepoTags":["docker.io/library/python:3.11-slim"],"Layers":["debian.tar","python.tar"]}]
E
tar -C /archive -cf /images.tar manifest.json debian.json python.json debian.tar python.tar

# A mount program that is never called keeps the driver from trying out a mount it may not make here.
cat >/etc/containers/storage.conf <<E
[storage]
driver = "overlay"
runroot = "/run/store"
graphroot = "/store"
[storage.options.overlay]
mount_program = "/bin/true"
skip_mount_home = "true"
E
export _CONTAINERS_USERNS_CONFIGURED=done _CONTAINERS_ROOTLESS_UID=0
podman load --quiet --input /images.tar
rm -rf /store/libpod /store/mounts /store/tmp /store/userns.lock /store/overlay-containers /store/overlay/.has-mount-program
# The learner reads what root wrote here.
chmod 755 /store /store/overlay /store/overlay/*
chmod -R a+rX /store/overlay-images /store/overlay-layers
chmod 644 /store/*.lock

# Ids of the container's root and its users -> the learner's and those /etc/subuid gives the learner.
python3 - <<'E'
import os, stat
def mapped(number):
    assert number <= 600, number
    return 1000 if number == 0 else 60577 + number
done = set()
for layer in os.scandir('/store/overlay'):
    # A layer on top of it gets the owner of this folder, who has to have an id in the learner's namespace.
    if layer.is_dir() and layer.name != 'l':
        os.lchown(layer.path, 1000, 1000)
    for folder, folders, files in os.walk(os.path.join(layer.path, 'diff')):
        for path in [folder] + [os.path.join(folder, name) for name in files + folders]:
            info = os.lstat(path)
            # A file may have several names, and is given away once.
            if (path == folder or not stat.S_ISDIR(info.st_mode)) and info.st_ino not in done:
                done.add(info.st_ino)
                os.lchown(path, mapped(info.st_uid), mapped(info.st_gid))
                if not stat.S_ISLNK(info.st_mode) and info.st_mode & 0o6000:
                    os.chmod(path, stat.S_IMODE(info.st_mode))
E
