# Adds io_uring, and nothing else, to a container runtime's default seccomp profile, which forbids it:
#   curl -O https://raw.githubusercontent.com/moby/profiles/main/seccomp/default.json
#   jq -f io_uring.jq default.json >gannet-seccomp.json
#   docker run --security-opt seccomp=gannet-seccomp.json …
# Kubernetes: put it in the kubelet's seccomp folder, and securityContext.seccompProfile says
# {type: Localhost, localhostProfile: gannet-seccomp.json}. Without it Gannet serves over epoll.
# It has seccomp and prctl, so that --seccomp can allow the server less once it serves.
.syscalls += [
  {
    names: ["io_uring_setup", "io_uring_enter", "io_uring_register"],
    action: "SCMP_ACT_ALLOW",
    comment: "Gannet's ring"
  }
]
