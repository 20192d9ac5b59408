# says: module `network` needs `region`
module "network" { # here
  source = "../network"
  project = "p"
  name = "n"
}
