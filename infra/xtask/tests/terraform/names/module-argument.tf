# says: module `network` takes no `zone`
module "network" {
  source = "../network"
  project = "p"
  name = "n"
  region = "r"
  zone = "z" # here
}
