# says: module `network` has no output `vpc`
module "network" {
  source = "../network"
  project = "p"
  name = "n"
  region = "r"
}

output "vpc" {
  description = "Network."
  value = module.network.vpc # here
}
